//! Messages that are sent without anybody.
//!
//! That one is to be sent is written down in the transaction of the message that it answers, and no longer due in the
//! transaction that puts it into the outbox: a kill in between sends none twice, and the next session goes on. What is late is
//! sent no more.

mod deciding;
mod leaving;

use portaria_domain::{AutomaticMessages, Event, UnixMs};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, automatic_columns};

pub(super) use deciding::decide;
pub use leaving::DueAnswer;

impl ChatStore {
    /// What is sent without anybody.
    pub async fn automatic_messages(&self) -> Result<AutomaticMessages, StorageError> {
        self.database.read(automatic_columns::find).await
    }

    /// From now on this is sent without anybody.
    pub async fn set_automatic_messages(
        &self,
        messages: AutomaticMessages,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if automatic_columns::find(transaction)? == messages {
                    return Ok(Vec::new());
                }
                automatic_columns::set(transaction, messages)?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.automatic_messages_changed();
                Ok(recorder.finish()?)
            })
            .await
    }
}
