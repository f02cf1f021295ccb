//! The network's time: the machine's, or one that a test moves by hand.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portaria_domain::{Clock, UnixMs};
use tokio::sync::watch;

/// What the network takes for the present, and what its timers wait on.
#[derive(Clone, Debug, Default)]
pub enum NetClock {
    /// The machine's clock.
    #[default]
    Machine,
    /// Time stands until a test moves it.
    Driven(DrivenClock),
}

impl NetClock {
    /// The present, in milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.now().0).expect("the clock is past 1970")
    }

    /// Resolves when the present is `due_ms` or later. Never awaited under the network's lock.
    pub(crate) async fn reaches(&self, due_ms: u64) {
        match self {
            Self::Machine => tokio::time::sleep(Duration::from_millis(due_ms.saturating_sub(self.now_ms()))).await,
            Self::Driven(driven) => {
                let mut present = driven.present.subscribe();
                if present.wait_for(|now_ms| *now_ms >= due_ms).await.is_err() {
                    // Nobody is left who could move this clock.
                    std::future::pending::<()>().await;
                }
            }
        }
    }
}

impl Clock for NetClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that the rest is given")]
    fn now(&self) -> UnixMs {
        match self {
            Self::Machine => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
                UnixMs(i64::try_from(since.as_millis()).expect("milliseconds fit for millions of years"))
            }
            Self::Driven(driven) => UnixMs(i64::try_from(*driven.present.borrow()).unwrap_or(i64::MAX)),
        }
    }
}

/// A clock that a test moves; clones show the same time.
#[derive(Clone, Debug)]
pub struct DrivenClock {
    present: Arc<watch::Sender<u64>>,
}

impl DrivenClock {
    /// A clock that stands at `now_ms` since the epoch.
    pub fn at(now_ms: u64) -> Self {
        Self { present: Arc::new(watch::Sender::new(now_ms)) }
    }

    /// Moves the present forward and wakes whatever was waiting for a moment that is now past.
    pub fn advance(&self, by_ms: u64) {
        self.present.send_modify(|now_ms| *now_ms += by_ms);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_driven_clock_wakes_whoever_waits_when_it_is_moved_far_enough() {
        let driven = DrivenClock::at(1_000);
        let clock = NetClock::Driven(driven.clone());
        let mut waiting = Box::pin(clock.reaches(1_500));
        assert!((&mut waiting).now_or_never().is_none(), "it is 1000");
        driven.advance(499);
        assert!((&mut waiting).now_or_never().is_none(), "it is 1499");
        driven.advance(1);
        waiting.await;
        assert_eq!(clock.now_ms(), 1_500);
    }
}
