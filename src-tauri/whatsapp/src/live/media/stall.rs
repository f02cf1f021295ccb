//! How long a file may stand still. A large one on a slow connection may take its time, as long as something of it moves.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::timeout;

/// Covers a host that does not answer, and asking WhatsApp which hosts there are.
const LONGEST: Duration = Duration::from_mins(2);

/// Nothing moved for too long.
#[derive(Debug, thiserror::Error)]
#[error("nothing of the file moved for a while")]
pub(super) struct Stalled;

/// Waits for `work` as long as `moved` counts on, in bytes.
pub(super) async fn unless_stalled<T>(moved: &AtomicU64, work: impl Future<Output = T>) -> Result<T, Stalled> {
    moving(LONGEST, moved, work).await
}

async fn moving<T>(longest: Duration, moved: &AtomicU64, work: impl Future<Output = T>) -> Result<T, Stalled> {
    let mut work = std::pin::pin!(work);
    let mut before = moved.load(Ordering::Relaxed);
    loop {
        if let Ok(done) = timeout(longest, work.as_mut()).await {
            return Ok(done);
        }
        let now = moved.load(Ordering::Relaxed);
        if now == before {
            return Err(Stalled);
        }
        before = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_moves_may_take_its_time_and_what_stands_still_may_not() {
        let (moved, longest) = (AtomicU64::new(0), Duration::from_millis(20));
        let slow = async {
            for _ in 0..10 {
                tokio::time::sleep(longest / 2).await;
                moved.fetch_add(1, Ordering::Relaxed);
            }
        };
        assert!(moving(longest, &moved, slow).await.is_ok(), "it moved all the time");
        assert!(moving(longest, &moved, std::future::pending::<()>()).await.is_err(), "it stood still");
    }
}
