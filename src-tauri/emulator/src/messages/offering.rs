//! The backlog as it is sent: all at once, or a few stanzas first and the rest as the device asks for it
//! (`<ib><offline_batch count>`).

use std::collections::{HashMap, VecDeque};

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::backlog::{Backlog, Place};
use crate::devices::routing::from_server;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, children};
use crate::world::World;

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
    begin(world, address, primer);
}

/// Sends stanzas of the queue, marked as late; those that were acknowledged in the meantime are left out.
fn send_late(world: &World, address: &DeviceAddress, piece: Vec<Place>) {
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
fn close(world: &World, address: &DeviceAddress, total: usize) {
    world.send(address, from_server(NodeBuilder::new("offline").attr("count", total).build()));
}

/// Begins a backlog with `primer` stanzas.
fn begin(world: &mut World, address: &DeviceAddress, primer: usize) {
    let Some(companion) = world.companion_mut(address) else { return };
    let waiting = companion.queue.iter().map(Place::of).collect::<VecDeque<_>>();
    companion.upkeep.backlog = Backlog { total: waiting.len(), waiting };
    send_on(world, address, primer);
}

/// The device asks for more.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let asked = children(node).iter().find(|child| child.tag == "offline_batch");
    let Some(count) = asked.map(|asked| attr(asked, "count").parse().unwrap_or(0)) else { return };
    if world.companion(from).is_some_and(|companion| companion.upkeep.backlog.is_open()) {
        send_on(world, from, count);
    }
}

fn send_on(world: &mut World, address: &DeviceAddress, count: usize) {
    let Some(companion) = world.companion_mut(address) else { return };
    let backlog = &mut companion.upkeep.backlog;
    let piece: Vec<_> = backlog.waiting.drain(..count.min(backlog.waiting.len())).collect();
    let (done, total) = (backlog.waiting.is_empty(), backlog.total);
    send_late(world, address, piece);
    if done {
        close(world, address, total);
    }
}
