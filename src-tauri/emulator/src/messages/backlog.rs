//! What a device has still to be sent of its queue.

use std::collections::VecDeque;

use crate::network::Waiting;
use crate::network::stanza::attr;

/// What a device has not been sent yet of its backlog.
#[derive(Default)]
pub(crate) struct Backlog {
    pub(super) waiting: VecDeque<Place>,
    /// How many there were, for the marker at the end.
    pub(super) total: usize,
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
