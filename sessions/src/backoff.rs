//! How long a session waits before it tries again.

use std::time::Duration;

/// Doubling waits with jitter, so that sessions cut off together do not come back together.
///
/// The library's own back-off walks in step for a whole fleet and is not used.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl Backoff {
    pub(crate) const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, failures: 0 }
    }

    /// The next wait; `jitter` is a random number from 0 to 1 and takes up to half of it away.
    pub(crate) fn next(&mut self, jitter: f64) -> Duration {
        let doubled = self.first.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        doubled.min(self.longest).mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0)
    }

    /// The session was up long enough: the next wait is a first one.
    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wait_is_never_longer_than_the_longest_nor_absent(jitters in prop::collection::vec(0.0_f64..=1.0, 1..100)) {
            let (first, longest) = (Duration::from_secs(1), Duration::from_mins(5));
            let mut backoff = Backoff::new(first, longest);
            for jitter in jitters {
                let wait = backoff.next(jitter);
                prop_assert!(wait >= first / 2 && wait <= longest);
            }
        }
    }

    #[test]
    fn waits_double_and_start_over_after_a_reset() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_mins(5));
        let waits: Vec<u64> = (0..10).map(|_| backoff.next(0.0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        backoff.reset();
        assert_eq!(backoff.next(0.0).as_secs(), 1);
    }
}
