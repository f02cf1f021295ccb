//! What WhatsApp told and is not stored yet: receipts, notices of groups, calls.
//!
//! The library (0.7.0) has a hook for messages only. Everything else it acknowledges as soon as its event handler has
//! returned, and WhatsApp never tells it again. So nothing leaves, acknowledgements among it, before what was told until
//! then is stored.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use portaria_domain::Cause;

use super::lifecycle::{Lifecycle, Note};
use super::settings::Settings;
use crate::{Ending, Signal, StoredYet};

/// How long what is stored already may take to be said so, once the session ends. What is not stored by then stays in
/// WhatsApp's queue.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What one session's connection waits for before anything leaves.
pub(super) struct Owed {
    lifecycle: Arc<Lifecycle>,
    settings: Arc<Settings>,
    /// Whether something was told since everything was last known to be stored.
    is_told: AtomicBool,
}

/// Something that WhatsApp told could not be stored; it keeps it while nothing leaves.
#[derive(Debug, thiserror::Error)]
#[error("what WhatsApp told before is not stored")]
pub(super) struct NotStored;

impl Owed {
    pub(super) const fn new(lifecycle: Arc<Lifecycle>, settings: Arc<Settings>) -> Self {
        Self { lifecycle, settings, is_told: AtomicBool::new(false) }
    }

    /// Passes on what WhatsApp told and will be told to have arrived.
    pub(super) fn note(&self, note: Note) {
        self.lifecycle.note(note);
        self.is_told.store(true, Ordering::Release);
    }

    /// Waits until everything is stored that WhatsApp told. After an error nothing may leave.
    pub(super) async fn settle(&self) -> Result<(), NotStored> {
        if let Err(error) = self.settings.keep_told().await {
            tracing::warn!(tenant.id = %self.lifecycle.tenant, %error, "a change of settings could not be written down");
            self.lifecycle.end(Ending::Lost(Cause::StoreUnwritable));
            return Err(NotStored);
        }
        if !self.is_told.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let question = StoredYet::default();
        self.lifecycle.note(Note::Signal(Signal::Stored(question.clone())));
        let late = async {
            self.lifecycle.decided().await;
            tokio::time::sleep(LAST_WORDS).await;
        };
        tokio::select! {
            biased;
            () = question.answered() => Ok(()),
            () = self.lifecycle.over.cancelled() => Err(self.still_owed()),
            () = late => Err(self.still_owed()),
        }
    }

    fn still_owed(&self) -> NotStored {
        self.is_told.store(true, Ordering::Release);
        NotStored
    }
}
