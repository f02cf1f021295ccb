//! The offline queue: everything stays until it is acknowledged, and comes again with the next login.

use std::collections::{HashMap, VecDeque};

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::backlog::{self, Place};
use crate::devices::routing::from_server;
use crate::network::stanza::attr;
use crate::network::{DeviceAddress, World};

/// Sends the backlog, announced by its size and closed by the marker that the client waits for.
pub(crate) fn drain(world: &mut World, address: &DeviceAddress) {
    let Some(companion) = world.companion(address) else { return };
    let queue = &companion.queue;
    let count = |class: &str| queue.iter().filter(|waiting| waiting.class == class).count();
    if !queue.is_empty() {
        let preview = NodeBuilder::new("offline_preview").attr("count", queue.len()).attr("message", count("message"));
        let preview = preview
            .attr("receipt", count("receipt"))
            .attr("notification", count("notification"))
            .attr("call", count("call"))
            .attr("appdata", 0)
            .build();
        world.send(address, from_server(preview));
    }
    let primer = world.offline_primer.unwrap_or(queue.len());
    backlog::begin(world, address, primer);
}

/// Sends stanzas of the queue, marked as late; those that were acknowledged in the meantime are left out.
pub(super) fn send_late(world: &World, address: &DeviceAddress, piece: Vec<Place>) {
    let Some(companion) = world.companion(address) else { return };
    let mut wanted: HashMap<Place, usize> = HashMap::new();
    for place in piece {
        *wanted.entry(place).or_default() += 1;
    }
    // One walk for all, as a search for each would hold the network for seconds where the queue is long.
    for waiting in &companion.queue {
        let Some(left) = wanted.get_mut(&Place::of(waiting)).filter(|left| **left > 0) else { continue };
        *left -= 1;
        let mut node = waiting.node.clone();
        node.attrs.insert("offline", "1");
        world.send(address, node);
    }
}

/// The marker that the client waits for.
pub(super) fn close(world: &World, address: &DeviceAddress, total: usize) {
    world.send(address, from_server(NodeBuilder::new("offline").attr("count", total).build()));
}

/// `<ack>` ends receipts and notifications, and messages that the client gave up on.
pub(crate) fn hear_ack(world: &mut World, from: &DeviceAddress, node: &Node) {
    let (class, id, kind) = (attr(node, "class"), attr(node, "id"), attr(node, "type"));
    if !forget(world, from, &class, &id, Some(&kind)) {
        world.ledger.stray_acks += 1;
    } else if class == "message" {
        crate::posts::receipts::acknowledged(world, from, node, &id);
    }
}

/// Drops one stanza from a device's queue; `kind` tells apart receipts that share an id.
pub(crate) fn forget(world: &mut World, address: &DeviceAddress, class: &str, id: &str, kind: Option<&str>) -> bool {
    let Some(companion) = world.companion_mut(address) else { return false };
    let matching = |exact: bool| {
        companion.queue.iter().position(|waiting| {
            waiting.class == class
                && waiting.id == id
                && (!exact || kind.is_none_or(|kind| attr(&waiting.node, "type") == kind))
        })
    };
    let Some(place) = matching(true).or_else(|| matching(false)) else { return false };
    companion.queue.remove(place);
    if companion.queue.is_empty() {
        // An idle device is to hold no memory of its longest queue.
        companion.queue = VecDeque::new();
    }
    true
}
