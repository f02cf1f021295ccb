//! One-time tickets: issued to somebody who is known, redeemed once, gone after a short time.

use std::collections::HashMap;
use std::sync::Mutex;

use portaria_domain::UnixMs;

use super::secret;

/// Tickets that stand for a `T`. They live in memory: a restart voids them.
pub(crate) struct Tickets<T> {
    /// By the hash of the ticket, so that a memory dump redeems nothing.
    waiting: Mutex<HashMap<[u8; 32], Waiting<T>>>,
    capacity: usize,
    lifetime_ms: i64,
}

struct Waiting<T> {
    value: T,
    expires_at: UnixMs,
}

impl<T> Tickets<T> {
    /// Holds at most `capacity` tickets at a time, each for `lifetime_ms`.
    pub(crate) fn new(capacity: usize, lifetime_ms: i64) -> Self {
        Self { waiting: Mutex::new(HashMap::new()), capacity, lifetime_ms }
    }

    /// Issues a ticket, or none while too many wait.
    pub(crate) fn issue(&self, value: T, now: UnixMs) -> Option<String> {
        let secret = secret::random();
        let mut waiting = self.waiting.lock().expect("nothing panics while holding the lock");
        if waiting.len() >= self.capacity {
            self.forget(&mut waiting, now);
        }
        if waiting.len() >= self.capacity {
            return None;
        }
        let expires_at = now + self.lifetime_ms;
        waiting.insert(secret::digest(&secret), Waiting { value, expires_at });
        Some(secret::encode(secret.expose()))
    }

    /// Forgets the tickets whose time is over, with what they stand for.
    pub(crate) fn forget_expired(&self, now: UnixMs) {
        self.forget(&mut self.waiting.lock().expect("nothing panics while holding the lock"), now);
    }

    fn forget(&self, waiting: &mut HashMap<[u8; 32], Waiting<T>>, now: UnixMs) {
        waiting.retain(|_, ticket| ticket.expires_at.holds_at(now, self.lifetime_ms));
    }

    /// Takes a ticket. The second time, and after its end, there is nothing to take.
    pub(crate) fn redeem(&self, text: &str, now: UnixMs) -> Option<T> {
        let key = secret::digest(&secret::decode(text)?);
        let ticket = self.waiting.lock().expect("nothing panics while holding the lock").remove(&key)?;
        ticket.expires_at.holds_at(now, self.lifetime_ms).then_some(ticket.value)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_ticket_opens_once_and_in_time() {
        let tickets = Tickets::new(2, 10);
        let ticket = tickets.issue("seat", UnixMs(0)).unwrap();
        assert_eq!(tickets.redeem(&ticket, UnixMs(9)), Some("seat"));
        assert_eq!(tickets.redeem(&ticket, UnixMs(9)), None, "it was redeemed before");
        let late = tickets.issue("seat", UnixMs(0)).unwrap();
        assert_eq!(tickets.redeem(&late, UnixMs(10)), None, "its time is over");
        assert_eq!(tickets.redeem("nonsense", UnixMs(0)), None);
    }

    #[test]
    fn hoarded_tickets_make_room_when_their_time_is_over() {
        let tickets = Tickets::new(1, 10);
        assert!(tickets.issue((), UnixMs(0)).is_some());
        assert!(tickets.issue((), UnixMs(5)).is_none());
        assert!(tickets.issue((), UnixMs(10)).is_some());
    }

    #[test]
    fn where_the_clock_is_set_back_no_ticket_holds_for_longer_or_keeps_others_away() {
        let (tickets, noon, nine) = (Tickets::new(1, 60_000), UnixMs(43_200_000), UnixMs(32_400_000));
        let ticket = tickets.issue((), noon).unwrap();
        assert!(tickets.issue((), noon - 1_000).is_none(), "a second is nothing");
        assert!(tickets.issue((), nine).is_some());
        assert_eq!(tickets.redeem(&ticket, nine), None);
    }
}
