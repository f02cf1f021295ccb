//! Settings that an account's devices share: written by any of them, the same on all.

mod account;
mod chats;
mod conflicts;
mod contacts;
mod keys;
mod labels;
mod snapshots;

use std::time::{Duration, Instant};

use portaria_emulator::Phone;
use whatsapp_rust::sync_task::MajorSyncTask;
use whatsapp_rust::wacore::store::traits::AppSyncStore as _;

use crate::client::{Client, PATIENCE};

/// How long a client may be behind before it is asked to look again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Waits until every client holds exactly what the phone holds, collection by collection.
///
/// whatsapp-rust 0.7.0 forgets a `server_sync` that comes while it is still applying the answer to an earlier one, so
/// a client that stays behind is asked to look again, as its next login would make it.
pub async fn converged(phone: &Phone, clients: &[&Client]) {
    let deadline = Instant::now() + PATIENCE;
    let mut look_again = Instant::now() + LOOK_AGAIN;
    loop {
        let mut differing = Vec::new();
        let nudge = Instant::now() >= look_again;
        for state in phone.app_state() {
            for (place, client) in clients.iter().enumerate() {
                let there = client.backend.get_version(&state.name).await.unwrap();
                let hash = hex::encode(there.hash);
                if there.version != state.version || hash != state.hash {
                    differing.push(format!("{} v{} at client {place}: v{}", state.name, state.version, there.version));
                    if nudge {
                        let name = state.name.parse().unwrap();
                        client.inner.process_sync_task(MajorSyncTask::AppStateSync { name, full_sync: false }).await;
                    }
                }
                assert!(!there.mac_mismatch_fatal, "client {place} found a hash of {} that is not its own", state.name);
            }
        }
        if differing.is_empty() {
            return;
        }
        if nudge {
            look_again = Instant::now() + LOOK_AGAIN;
        }
        assert!(Instant::now() < deadline, "the devices do not agree: {differing:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until `look` finds something on the phone.
pub async fn until<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what} did not come");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
