//! Wrong tries, counted for who made them. What was right costs nothing.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So many at once for each key, and afterwards one in each period.
pub(super) struct Failures<K> {
    period: Duration,
    at_once: u32,
    /// Until when what was charged is worked off.
    owed: Mutex<HashMap<K, Instant>>,
}

impl<K: Eq + Hash> Failures<K> {
    pub(super) fn new(period: Duration, at_once: u32) -> Self {
        Self { period, at_once, owed: Mutex::default() }
    }

    /// Charges one; where there were too many, tells how long to wait instead.
    pub(super) fn charge(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut owed = self.lock();
        let until = owed.entry(key).or_insert(now);
        let next = (*until).max(now) + self.period;
        let most = now + self.period * self.at_once;
        if next > most {
            return Err(next - most);
        }
        *until = next;
        Ok(())
    }

    /// Takes one charge back.
    pub(super) fn refund(&self, key: &K) {
        if let Some(until) = self.lock().get_mut(key) {
            *until = until.checked_sub(self.period).unwrap_or(*until);
        }
    }

    /// Forgets who owes nothing any more.
    pub(super) fn sweep(&self, now: Instant) {
        self.lock().retain(|_, until| *until > now);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Instant>> {
        self.owed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_at_once_then_one_in_each_period_and_a_refund_is_one_more() {
        let (failures, start) = (Failures::new(Duration::from_secs(10), 2), Instant::now());
        assert_eq!([(); 2].map(|()| failures.charge("a", start)), [Ok(()); 2]);
        assert_eq!(failures.charge("a", start), Err(Duration::from_secs(10)));
        assert_eq!(failures.charge("b", start), Ok(()), "others are counted alone");
        failures.refund(&"a");
        assert_eq!(failures.charge("a", start), Ok(()));
        let later = start + Duration::from_secs(10);
        assert_eq!((failures.charge("a", later), failures.charge("a", later).is_err()), (Ok(()), true));
        failures.sweep(later + Duration::from_secs(30));
        assert!(failures.lock().is_empty());
    }
}
