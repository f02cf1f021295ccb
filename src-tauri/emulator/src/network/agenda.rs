//! What falls due by itself: one list in the order of time, and one task that waits for its front on the network's clock.
//!
//! An entry is a reminder, not a command: nobody takes it back. Whoever is reminded looks whether it is still meant (the
//! message may be kept by now, the chatterbox silent).

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::Notify;

use super::address::{DeviceAddress, Number};
use super::chat_id::ChatId;

/// What there is to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A chatterbox wants to say its next line.
    Chatter(Number),
    /// A message on somebody's phone has lived its time.
    Disappearance { owner: Number, chat: ChatId, id: String },
    /// A message on somebody's phone has been pinned long enough.
    Unpinning { owner: Number, chat: ChatId, id: String },
    /// Somebody's phone has believed long enough that somebody types.
    Stillness { owner: Number, chat: ChatId },
    /// The code that a device shows for a number has become too old.
    OldCode(Number),
    /// The phone has waited long enough for the signature of a device that it approved.
    Unsigned(DeviceAddress),
}

/// Everything that is still to come, soonest first.
#[derive(Default)]
pub(crate) struct Agenda {
    entries: BTreeSet<(u64, Due)>,
    /// Wakes who waits for the front when something comes before it.
    sooner: Arc<Notify>,
}

impl Agenda {
    /// Tells who waits for the front that it has changed.
    pub(crate) fn sooner(&self) -> Arc<Notify> {
        Arc::clone(&self.sooner)
    }

    /// When something falls due next.
    pub(crate) fn next_ms(&self) -> Option<u64> {
        self.entries.first().map(|(at_ms, _)| *at_ms)
    }

    pub(crate) fn note(&mut self, at_ms: u64, due: Due) {
        let is_first = self.next_ms().is_none_or(|next_ms| at_ms < next_ms);
        self.entries.insert((at_ms, due));
        if is_first {
            self.sooner.notify_one();
        }
    }

    pub(crate) fn take(&mut self, now_ms: u64) -> Vec<Due> {
        let mut due = Vec::new();
        while self.next_ms().is_some_and(|at_ms| at_ms <= now_ms) {
            due.extend(self.entries.pop_first().map(|(_, entry)| entry));
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_comes_in_the_order_of_time_and_once() {
        let mut agenda = Agenda::default();
        let of = |number: &str| Due::Chatter(Number::from(number));
        agenda.note(30, of("late"));
        agenda.note(20, of("second"));
        agenda.note(10, of("first"));
        agenda.note(20, of("second"));
        assert_eq!(agenda.next_ms(), Some(10));
        assert_eq!(agenda.take(9), []);
        assert_eq!(agenda.take(20), [of("first"), of("second")]);
        assert_eq!(agenda.next_ms(), Some(30), "it is not yet time");
    }
}
