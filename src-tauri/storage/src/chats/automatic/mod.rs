//! Messages that are sent without anybody.
//!
//! That one is to be sent is written down in the transaction of the message that it answers, and no longer due in the
//! transaction that puts it into the outbox: a kill in between sends none twice, and the next session goes on. What is late is
//! sent no more, in the outbox neither.

mod deciding;
mod leaving;

use portaria_domain::{AutomaticKind, AutomaticMessages, Event, UnixMs};

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
                // What is off is due no more, and counts as never told.
                let forget = "DELETE FROM automatic_answers WHERE kind = ?1 AND is_due = 1";
                for kind in AutomaticKind::ALL.into_iter().filter(|kind| !messages.is_on(*kind)) {
                    transaction.execute(forget, [kind.as_str()])?;
                }
                automatic_columns::set(transaction, messages)?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.automatic_messages_changed();
                Ok(recorder.finish()?)
            })
            .await
    }
}
