//! How long a file may stand still. A large one on a slow connection may take its time, as long as something of it moves.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::sleep;

/// Covers a host that does not answer, and asking WhatsApp which hosts there are.
const LONGEST: Duration = Duration::from_mins(2);

/// Nothing moved for too long.
#[derive(Debug, thiserror::Error)]
#[error("nothing of the file moved for a while")]
pub(super) struct Stalled;

/// Waits for `work` as long as `moved` counts on, in bytes.
pub(super) async fn unless_stalled<T>(moved: &AtomicU64, work: impl Future<Output = T>) -> Result<T, Stalled> {
    moving(|| sleep(LONGEST), moved, work).await
}

async fn moving<T, L: Future<Output = ()>>(
    longest: impl Fn() -> L,
    moved: &AtomicU64,
    work: impl Future<Output = T>,
) -> Result<T, Stalled> {
    let mut work = std::pin::pin!(work);
    let mut before = moved.load(Ordering::Relaxed);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return Ok(done),
            () = longest() => {}
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
    use std::future::{pending, poll_fn, ready};
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn what_moves_may_take_its_time_and_what_stands_still_may_not() {
        let moved = AtomicU64::new(0);
        // The longest time is over each time that somebody looks.
        let slow = poll_fn(|_| match moved.fetch_add(1, Ordering::Relaxed) {
            0..10 => Poll::Pending,
            _ => Poll::Ready(()),
        });
        assert!(moving(|| ready(()), &moved, slow).await.is_ok(), "it moved all the time");
        assert!(moving(|| ready(()), &moved, pending::<()>()).await.is_err(), "it stood still");
    }
}
