//! The offline queue: everything stays until it is acknowledged, and comes again with the next login.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};

use crate::network::stanza::attr;
use crate::network::{DeviceAddress, World};

/// Sends the backlog, announced by its size and closed by the marker that the client waits for.
pub(crate) fn drain(world: &World, address: &DeviceAddress) {
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
    for waiting in queue {
        let mut node = waiting.node.clone();
        node.attrs.insert("offline", "1");
        world.send(address, node);
    }
    world.send(address, from_server(NodeBuilder::new("offline").attr("count", queue.len()).build()));
}

fn from_server(child: Node) -> Node {
    NodeBuilder::new("ib").attr("from", SERVER_JID).children([child]).build()
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
    true
}
