//! The reach-out time lock: for a while WhatsApp lets an account write only to people who know it. Who writes first, or
//! was written to before, can be answered all the same.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::UnixMs;
use tokio::time::timeout;
use wacore::types::events::MexNotification;
use whatsapp_rust::ReachoutTimelock;

use super::lifecycle::{Lifecycle, Note};
use crate::Signal;

/// How long WhatsApp's server may take to answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(20);
/// How long a lock is taken to last that does not say it: it is asked for again with the next login, or refusal.
const UNKNOWN_LENGTH_MS: i64 = 60 * 60 * 1_000;
/// WhatsApp's name of the notification that a lock began or ended.
const NOTIFICATION: &str = "NotificationUserReachoutTimelockUpdate";
/// Where the lock stands in it.
const LOCK: &str = "/data/xwa2_notify_account_reachout_timelock";

/// Asks WhatsApp whether the account is locked, and notes the answer. No answer changes nothing.
pub(super) async fn ask(lifecycle: Arc<Lifecycle>) {
    let Some(client) = lifecycle.client() else { return };
    let mex = client.mex();
    tokio::select! {
        () = lifecycle.over.cancelled() => {}
        answer = timeout(ANSWER_DEADLINE, mex.fetch_reachout_timelock()) => match answer {
            Ok(Ok(lock)) => lifecycle.note(Note::Signal(signal(&lock, UnixMs(wacore::time::now_millis())))),
            Ok(Err(error)) => tracing::debug!(tenant.id = %lifecycle.tenant, %error, "WhatsApp does not say whom the account may write to"),
            Err(_) => tracing::debug!(tenant.id = %lifecycle.tenant, "WhatsApp does not answer whom the account may write to"),
        }
    }
}

/// What a notification says of a lock; `None` for any other.
pub(super) fn told(notification: &MexNotification) -> Option<Signal> {
    if notification.op_name != NOTIFICATION {
        return None;
    }
    let lock = serde_json::from_value(notification.payload.pointer(LOCK)?.clone()).ok()?;
    Some(signal(&lock, UnixMs(wacore::time::now_millis())))
}

fn signal(lock: &ReachoutTimelock, now: UnixMs) -> Signal {
    if lock.is_active != Some(true) {
        return Signal::NewChatsLimited(None);
    }
    let ends_s = lock.time_enforcement_ends.as_deref().and_then(|text| text.parse::<i64>().ok());
    let until = ends_s.and_then(|seconds| seconds.checked_mul(1_000)).map(UnixMs).filter(|until| *until > now);
    Signal::NewChatsLimited(Some(until.unwrap_or(now + UNKNOWN_LENGTH_MS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_ends_when_it_says_and_otherwise_is_asked_for_again_in_an_hour() {
        let lock = |is_active, ends: &str| ReachoutTimelock {
            is_active: Some(is_active),
            time_enforcement_ends: Some(ends.to_owned()),
            enforcement_type: Some("DEFAULT".to_owned()),
        };
        let now = UnixMs(1_000_000);
        let hour = Some(UnixMs(4_600_000));
        for (lock, until) in [
            (lock(true, "1060"), Some(UnixMs(1_060_000))),
            (lock(true, "0"), hour),
            (lock(true, "soon"), hour),
            (lock(true, "9223372036854775807"), hour),
            (lock(false, "1060"), None),
            (ReachoutTimelock::default(), None),
        ] {
            assert_eq!(signal(&lock, now), Signal::NewChatsLimited(until), "{lock:?}");
        }
    }
}
