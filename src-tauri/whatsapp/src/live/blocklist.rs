//! Whom the account blocks: asked of WhatsApp as a whole, for what it tells of a change is not the same everywhere.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use super::address::{both, completed};
use super::lifecycle::{Lifecycle, Note};
use crate::Signal;

/// How long WhatsApp may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks for the list of one session.
pub(super) struct Blocklist {
    lifecycle: Arc<Lifecycle>,
    /// Held while it is asked for: of two answers the later one counts.
    asking: Mutex<()>,
}

impl Blocklist {
    pub(super) fn new(lifecycle: Arc<Lifecycle>) -> Self {
        Self { lifecycle, asking: Mutex::default() }
    }

    /// Asks for the list as it is now; it comes as a signal.
    pub(super) fn refresh(self: &Arc<Self>) {
        let list = Arc::clone(self);
        self.lifecycle.tasks.spawn(async move {
            let _asking = list.asking.lock().await;
            tokio::select! {
                () = list.lifecycle.over.cancelled() => {}
                () = list.ask() => {}
            }
        });
    }

    async fn ask(&self) {
        let Some(client) = self.lifecycle.client() else { return };
        match timeout(PATIENCE, client.blocking().get_blocklist()).await {
            Ok(Ok(entries)) => {
                let mut parties = Vec::with_capacity(entries.len());
                for entry in entries {
                    if let Some(party) = both(&entry.jid, None) {
                        parties.push(completed(&client, party).await);
                    }
                }
                self.lifecycle.note(Note::Signal(Signal::Blocked(parties)));
            }
            Ok(Err(error)) => {
                tracing::debug!(tenant.id = %self.lifecycle.tenant, error = %error, "WhatsApp does not say who is blocked");
            }
            Err(_) => {
                tracing::debug!(tenant.id = %self.lifecycle.tenant, "WhatsApp did not say in time who is blocked");
            }
        }
    }
}
