//! The backlog in pieces: a few stanzas first, and the rest as the device asks for it (`<ib><offline_batch count>`).

use std::collections::VecDeque;

use wacore_binary::Node;

use super::queue;
use crate::network::stanza::{attr, children};
use crate::network::{DeviceAddress, Waiting, World};

/// What a device has not been sent yet of its backlog.
#[derive(Default)]
pub(crate) struct Backlog {
    waiting: VecDeque<Place>,
    /// How many there were, for the marker at the end.
    total: usize,
}

/// Names a stanza of the queue: receipts of one message share an id.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Place {
    class: &'static str,
    id: String,
    kind: String,
}

impl Place {
    pub(super) fn of(waiting: &Waiting) -> Self {
        Self { class: waiting.class, id: waiting.id.clone(), kind: attr(&waiting.node, "type") }
    }
}

impl Backlog {
    /// Whether live stanzas must queue up behind it.
    pub(crate) fn is_open(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(crate) fn append(&mut self, waiting: &Waiting) {
        self.waiting.push_back(Place::of(waiting));
    }
}

/// Begins a backlog with `primer` stanzas.
pub(super) fn begin(world: &mut World, address: &DeviceAddress, primer: usize) {
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
    queue::send_late(world, address, piece);
    if done {
        queue::close(world, address, total);
    }
}
