//! The offline queue: everything stays until it is acknowledged, and comes again with the next login.

use std::collections::{HashMap, VecDeque};

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::backlog::{self, Place};
use crate::devices::routing::from_server;
use crate::network::stanza::{attr, jid_attr};
use crate::network::{DeviceAddress, Number, Waiting, World};

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
    let writer = jid_attr(node, "participant").or_else(|| jid_attr(node, "to")).and_then(|jid| world.number_of(&jid));
    if !forget(world, from, &class, &id, Some(&kind), writer.as_ref()) {
        world.ledger.stray_acks += 1;
    } else if class == "message" {
        crate::posts::receipts::acknowledged(world, from, node, &id);
    }
}

/// Drops one stanza from a device's queue. Ids are their writers' choice: of several with this one goes what `writer`
/// wrote and is of this `kind`, where a client says so.
pub(crate) fn forget(
    world: &mut World,
    address: &DeviceAddress,
    class: &str,
    id: &str,
    kind: Option<&str>,
    writer: Option<&Number>,
) -> bool {
    let Some(companion) = world.companion(address) else { return false };
    let named = companion.queue.iter().enumerate().filter(|(_, waiting)| waiting.class == class && waiting.id == id);
    let unlike = |waiting: &Waiting| {
        let other_writer = writer.is_some() && writer_of(world, &waiting.node).as_ref() != writer;
        let other_kind = kind.is_some_and(|kind| attr(&waiting.node, "type") != kind);
        (other_writer, other_kind)
    };
    let Some((place, _)) = named.min_by_key(|(_, waiting)| unlike(waiting)) else { return false };
    let Some(companion) = world.companion_mut(address) else { return false };
    companion.queue.remove(place);
    if companion.queue.is_empty() {
        // An idle device is to hold no memory of its longest queue.
        companion.queue = VecDeque::new();
    }
    true
}

fn writer_of(world: &World, stanza: &Node) -> Option<Number> {
    let jid = jid_attr(stanza, "participant").or_else(|| jid_attr(stanza, "from"))?;
    world.number_of(&jid)
}
