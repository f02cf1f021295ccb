//! One step of an erasure.

use portaria_domain::{ErasureId, Event, UnixMs};
use rusqlite::params;

use super::{last, marked, record, walk};
use crate::StorageError;
use crate::chats::ChatStore;
use crate::chats::columns::json;
use crate::chats::events::Recorder;

impl ChatStore {
    /// Erases a piece of what is left; gives the events of it, and whether no row names the person any more.
    pub(crate) async fn erase_some(&self, id: ErasureId, now: UnixMs) -> Result<(Vec<Event>, bool), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let Some(mut task) = record::task(transaction, id)? else { return Ok((Vec::new(), true)) };
                let mut recorder = Recorder::new(transaction, &tenant, now);
                // First what is said about messages: they are added up from it.
                let mut is_over = false;
                if !marked::erase(transaction, &mut task, &mut recorder)?
                    && !walk::erase(transaction, &mut task, &mut recorder)?
                {
                    last::erase(transaction, &mut task, &mut recorder)?;
                    recorder.contact_erased(id, task.whose.contact);
                    is_over = true;
                }
                let set =
                    "UPDATE erasures SET walked_to = ?2, counts = ?3, whose = CASE WHEN ?4 THEN NULL ELSE whose END
                           WHERE id = ?1";
                transaction.execute(set, params![id.to_string(), task.walked_to, json(&task.counts), is_over])?;
                Ok((recorder.finish()?, is_over))
            })
            .await
    }
}
