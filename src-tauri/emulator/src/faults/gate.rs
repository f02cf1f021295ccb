//! Between one socket and the network: every stanza passes here, and meets the faults in force.

use std::sync::Arc;

use wacore_binary::Node;

use super::decision::Client;
use super::kinds::{Passage, queue};
use super::line::Line;
pub(crate) use super::line::Parcel;
use super::{FaultKind, Faults, Flow};
use crate::clock::NetClock;
use crate::network::DeviceAddress;

/// The gate of one connection.
pub(crate) struct Gate {
    faults: Arc<Faults>,
    clock: NetClock,
    client: Client,
    to_client: Line,
    from_client: Line,
    /// The offline queue, gathered until its end, when a fault is to hit it as a whole.
    queue: Vec<Node>,
    /// The connection stands and carries nothing.
    half_open: bool,
}

impl Gate {
    pub(super) fn new(faults: Arc<Faults>, clock: NetClock, client: Client) -> Self {
        Self {
            faults,
            clock,
            client,
            to_client: Line::default(),
            from_client: Line::default(),
            queue: Vec::new(),
            half_open: false,
        }
    }

    /// Whether this login is one too many.
    pub(crate) fn turns_away(&self) -> bool {
        !self.client.number.is_empty() && self.faults.any() && self.faults.turns_away(self.clock.now_ms(), &self.client)
    }

    /// The device that logged in here; `None` of a client that is not linked yet.
    pub(crate) fn device(&self) -> Option<DeviceAddress> {
        let Client { number, device } = &self.client;
        (!number.is_empty()).then(|| DeviceAddress::new(&number.as_str().into(), *device))
    }

    /// A stanza comes to the gate.
    pub(crate) fn put(&mut self, flow: Flow, node: Node) {
        if self.half_open {
            return;
        }
        if !self.faults.any() && self.queue.is_empty() {
            return self.line(flow).push(Parcel::Whole(node), 0);
        }
        if flow == Flow::In && queue::is_backlog(&node) && self.queue_is_hit() {
            return self.queue.push(node);
        }
        if flow == Flow::In && queue::is_end(&node) && !self.queue.is_empty() {
            let (backlog, now_ms) = (std::mem::take(&mut self.queue), self.clock.now_ms());
            let struck = self.faults.strike(now_ms, &self.client, (flow, &node), queue::is_hit_by);
            for (not_before_ms, node) in queue::rearrange(&struck, backlog, now_ms) {
                self.pass(flow, node, not_before_ms);
            }
        }
        self.pass(flow, node, 0);
    }

    /// Stanzas that come out of the gate now.
    pub(crate) fn take(&mut self, flow: Flow) -> Vec<Parcel> {
        let line = self.line(flow);
        if line.due_ms().is_none() {
            return Vec::new();
        }
        let now_ms = self.clock.now_ms();
        self.line(flow).take(now_ms)
    }

    /// Whether something is still on its way to the client.
    pub(crate) fn holds(&self, flow: Flow) -> bool {
        let line = if flow == Flow::In { &self.to_client } else { &self.from_client };
        line.due_ms().is_some()
    }

    /// Resolves when the next late stanza is due.
    pub(crate) async fn due(&self) {
        match self.to_client.due_ms().into_iter().chain(self.from_client.due_ms()).min() {
            Some(due_ms) => self.clock.reaches(due_ms).await,
            None => std::future::pending().await,
        }
    }

    fn queue_is_hit(&self) -> bool {
        self.faults.threatens(self.clock.now_ms(), &self.client, queue::is_hit_by)
    }

    fn pass(&mut self, flow: Flow, node: Node, not_before_ms: u64) {
        let now_ms = self.clock.now_ms();
        let mut passage = Passage::of(node, not_before_ms);
        let stanza = |kind: &FaultKind| !queue::is_hit_by(kind) && !kind.is_of_files();
        for struck in self.faults.strike(now_ms, &self.client, (flow, &passage.node), stanza) {
            passage.meet(&struck, now_ms);
        }
        if passage.half_open {
            self.half_open = true;
            (self.to_client, self.from_client) = (Line::default(), Line::default());
            return;
        }
        let line = self.line(flow);
        for (parcel, not_before_ms, overtaken_until_ms) in passage.parcels() {
            match overtaken_until_ms {
                Some(until_ms) => line.hold(parcel, until_ms),
                None => line.push(parcel, not_before_ms),
            }
        }
    }

    fn line(&mut self, flow: Flow) -> &mut Line {
        if flow == Flow::In { &mut self.to_client } else { &mut self.from_client }
    }
}
