//! The one gate that every connect passes, so that ten thousand sessions do not return at once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Lets connects through at a steady rate, and only so many at a time on the way to a login.
///
/// A turn is booked by its moment, so that a test needs no waiting; that is why this is not `governor`.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    next_free: Arc<Mutex<Instant>>,
    interval: Duration,
    burst: u32,
    in_flight: Arc<Semaphore>,
}

/// A place among the connects that are under way; dropped when the login is through or has failed.
#[derive(Debug)]
pub(crate) struct Pass {
    _permit: OwnedSemaphorePermit,
}

impl Gate {
    /// `per_second` connects, of which `burst` may come at once, and `in_flight` logins under way.
    pub(crate) fn new(per_second: u32, burst: u32, in_flight: usize) -> Self {
        let interval = Duration::from_secs(1) / per_second.max(1);
        // A gate that was just made has rested: its first burst is free.
        let rested = Instant::now().checked_sub(interval * burst).unwrap_or_else(Instant::now);
        Self {
            next_free: Arc::new(Mutex::new(rested)),
            interval,
            burst: burst.max(1),
            in_flight: Arc::new(Semaphore::new(in_flight.max(1))),
        }
    }

    /// Waits for a turn.
    pub(crate) async fn pass(&self) -> Pass {
        let permit = Arc::clone(&self.in_flight).acquire_owned().await.expect("the semaphore is never closed");
        tokio::time::sleep_until(self.take_turn(Instant::now())).await;
        Pass { _permit: permit }
    }

    /// Books the next free turn and says when it is.
    fn take_turn(&self, now: Instant) -> Instant {
        let mut next_free = self.next_free.lock().expect("nothing panics while holding the lock");
        let turn = (*next_free).max(now.checked_sub(self.interval * (self.burst - 1)).unwrap_or(now));
        *next_free = turn + self.interval;
        turn.max(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn a_fleet_passes_at_the_rate_and_not_faster() {
        let gate = Gate::new(25, 5, 1_000);
        let now = Instant::now();
        let turns: Vec<_> = (0..105).map(|_| gate.take_turn(now) - now).collect();
        assert_eq!(turns[4], Duration::ZERO, "the burst goes at once");
        assert_eq!(turns[104].as_millis(), 4_000, "a hundred more take four seconds at 25 a second");
        let much_later = now + Duration::from_hours(1);
        let later: Vec<_> = (0..6).map(|_| gate.take_turn(much_later) - much_later).collect();
        assert_eq!(later[4], Duration::ZERO, "rest earns one burst again");
        assert!(later[5] > Duration::ZERO, "and only one");
    }

    #[tokio::test]
    async fn only_so_many_logins_are_under_way() {
        let gate = Gate::new(1_000, 1_000, 2);
        let first = gate.pass().await;
        let _second = gate.pass().await;
        assert!(gate.pass().now_or_never().is_none(), "a third passed while two were under way");
        drop(first);
        gate.pass().await;
    }
}
