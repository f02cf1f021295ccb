//! One tenant's events in the order of their numbers. They are committed in that order, some of them together, and told
//! by whoever made them: of two that were made at the same moment the second may be told first.

use std::collections::BTreeMap;
use std::time::Duration;

use portaria_domain::{Event, EventNumber};

/// How long an event waits for one before it. Who makes one tells it at once, unless it ends in between; then readers
/// see the gap in the numbers, and ask.
pub(crate) const PATIENCE: Duration = Duration::from_millis(20);

/// Which events were told, and which wait for one before them.
#[derive(Debug, Default)]
pub(crate) struct InOrder {
    told: EventNumber,
    early: BTreeMap<EventNumber, Event>,
}

impl InOrder {
    /// Takes what happened; gives back what can be told now.
    pub(crate) fn take(&mut self, events: impl IntoIterator<Item = Event>) -> Vec<Event> {
        let mut now = Vec::new();
        for event in events {
            // The first one of all has nothing to wait for, and a late one was waited for long enough.
            if self.told == 0 || event.number <= self.told + 1 {
                self.told = self.told.max(event.number);
                now.push(event);
                self.follow(&mut now);
            } else {
                self.early.insert(event.number, event);
            }
        }
        now
    }

    /// Whether some wait for one before them.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.early.is_empty()
    }

    /// Waits no longer; gives back what waited.
    pub(crate) fn give_up(&mut self) -> Vec<Event> {
        let early = std::mem::take(&mut self.early);
        self.told = early.last_key_value().map_or(self.told, |(number, _)| *number);
        early.into_values().collect()
    }

    /// Adds what waited for the one that came.
    fn follow(&mut self, now: &mut Vec<Event>) {
        while let Some(event) = self.early.remove(&(self.told + 1)) {
            self.told += 1;
            now.push(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use portaria_domain::{EventBody, UnixMs};

    use super::*;

    fn event(number: EventNumber) -> Event {
        Event { number, at: UnixMs(0), body: EventBody::HistoryStored { chats: 0, messages: 0, messages_so_far: 0 } }
    }

    fn numbers(events: Vec<Event>) -> Vec<EventNumber> {
        events.into_iter().map(|event| event.number).collect()
    }

    #[test]
    fn an_event_waits_for_the_one_before_it_and_not_for_ever() {
        let mut order = InOrder::default();
        assert_eq!(numbers(order.take([event(7), event(8)])), [7, 8], "nobody knows of any before the first");
        assert_eq!(numbers(order.take([event(11)])), [0; 0]);
        assert_eq!(numbers(order.take([event(10)])), [0; 0]);
        assert!(order.is_waiting());
        assert_eq!(numbers(order.take([event(9)])), [9, 10, 11]);
        assert!(!order.is_waiting());
        assert_eq!(numbers(order.take([event(14), event(15)])), [0; 0]);
        assert_eq!(numbers(order.give_up()), [14, 15], "12 and 13 were never told");
        assert_eq!(numbers(order.take([event(12)])), [12], "a late one is told all the same");
        assert_eq!(numbers(order.take([event(16)])), [16]);
    }
}
