//! What is on its way in one direction of one connection.

use std::collections::VecDeque;

use wacore_binary::Node;

/// A stanza as it comes out of the gate.
#[derive(Debug)]
pub(crate) enum Parcel {
    /// As it should be.
    Whole(Node),
    /// Its frame has a wrong bit.
    Corrupted(Node),
    /// Its frame ends in the middle, and the socket with it.
    Torn(Node),
}

impl Parcel {
    fn tag(&self) -> &str {
        let (Self::Whole(node) | Self::Corrupted(node) | Self::Torn(node)) = self;
        &node.tag
    }
}

/// A queue whose front may have to wait for its time.
#[derive(Default)]
pub(super) struct Line {
    waiting: VecDeque<(u64, Parcel)>,
    /// A stanza that the next one with its tag overtakes, and until when it waits for that.
    held: Option<Box<(u64, Parcel)>>,
}

impl Line {
    /// Adds a parcel that leaves at `not_before_ms` at the earliest, behind whatever was there before.
    pub(super) fn push(&mut self, parcel: Parcel, not_before_ms: u64) {
        let before_ms = self.waiting.back().map_or(0, |(due_ms, _)| *due_ms);
        let overtaken = self.held.take_if(|held| held.1.tag() == parcel.tag());
        self.waiting.push_back((not_before_ms.max(before_ms), parcel));
        if let Some(held) = overtaken {
            self.push(held.1, 0);
        }
    }

    /// Keeps a parcel back until another of its tag has passed, or `until_ms`; one at a time.
    pub(super) fn hold(&mut self, parcel: Parcel, until_ms: u64) {
        if self.held.is_some() {
            self.push(parcel, 0);
        } else {
            self.held = Some(Box::new((until_ms, parcel)));
        }
    }

    /// Takes what is due.
    pub(super) fn take(&mut self, now_ms: u64) -> Vec<Parcel> {
        if self.held.as_ref().is_some_and(|held| held.0 <= now_ms)
            && let Some(held) = self.held.take()
        {
            self.push(held.1, 0);
        }
        let due = self.waiting.iter().take_while(|(due_ms, _)| *due_ms <= now_ms).count();
        let taken = self.waiting.drain(..due).map(|(_, parcel)| parcel).collect();
        if self.waiting.is_empty() {
            // An idle connection is to hold no memory of its busiest moment.
            self.waiting = VecDeque::new();
        }
        taken
    }

    /// When something is due next.
    pub(super) fn due_ms(&self) -> Option<u64> {
        let front = self.waiting.front().map(|(due_ms, _)| *due_ms);
        front.into_iter().chain(self.held.as_ref().map(|held| held.0)).min()
    }
}

#[cfg(test)]
mod tests {
    use wacore_binary::builder::NodeBuilder;

    use super::*;
    use crate::network::stanza::attr;

    fn parcel(id: &'static str) -> Parcel {
        Parcel::Whole(NodeBuilder::new("message").attr("id", id).build())
    }

    fn ids(parcels: Vec<Parcel>) -> Vec<String> {
        let id = |parcel| {
            let (Parcel::Whole(node) | Parcel::Corrupted(node) | Parcel::Torn(node)) = parcel;
            attr(&node, "id")
        };
        parcels.into_iter().map(id).collect()
    }

    #[test]
    fn whatever_follows_a_late_stanza_waits_behind_it() {
        let mut line = Line::default();
        line.push(parcel("a"), 0);
        line.push(parcel("late"), 50);
        line.push(parcel("b"), 0);
        assert_eq!(ids(line.take(10)), ["a"]);
        assert_eq!(line.due_ms(), Some(50));
        assert_eq!(ids(line.take(50)), ["late", "b"]);
    }

    #[test]
    fn a_held_stanza_is_overtaken_once_or_gives_up() {
        let mut line = Line::default();
        line.hold(parcel("first"), 100);
        line.push(Parcel::Whole(NodeBuilder::new("ack").attr("id", "other").build()), 0);
        assert_eq!(ids(line.take(10)), ["other"], "it waits for another of its kind");
        line.push(parcel("second"), 0);
        line.push(parcel("third"), 0);
        assert_eq!(ids(line.take(10)), ["second", "first", "third"]);
        line.hold(parcel("alone"), 100);
        assert_eq!(line.due_ms(), Some(100));
        assert_eq!(ids(line.take(100)), ["alone"], "nothing came to overtake it");
    }
}
