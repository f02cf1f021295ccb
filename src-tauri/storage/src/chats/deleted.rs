//! What others delete for everyone: gone, or kept for the tenant.

use portaria_domain::{Event, UnixMs};
use rusqlite::Connection;

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::media::noting;
use crate::chats::{ChatStore, directory};

impl ChatStore {
    /// Whether what others delete for everyone is kept for the tenant.
    pub async fn keeps_deleted(&self) -> Result<bool, StorageError> {
        self.database.read(is_kept).await
    }

    /// Says whether what others delete for everyone is kept from now on. What was kept is erased when it is not.
    pub async fn set_keeps_deleted(&self, is_kept: bool, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                transaction.execute("UPDATE owner SET keeps_deleted = ?1", [is_kept])?;
                if !is_kept {
                    let find = "SELECT row, chat_id FROM messages WHERE kept IS NOT NULL ORDER BY row";
                    let kept: Vec<(i64, String)> = transaction
                        .prepare(find)?
                        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                        .collect::<Result<_, _>>()?;
                    let erase = "UPDATE messages SET kept = NULL, raw = NULL, raw_format = NULL WHERE row = ?1";
                    for (row, chat) in kept {
                        transaction.prepare_cached(erase)?.execute([row])?;
                        noting::forget_unless_kept(transaction, row)?;
                        recorder.message_updated(directory::chat_id(&chat)?, row);
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Whether what others delete for everyone is kept.
pub(super) fn is_kept(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT keeps_deleted FROM owner")?.query_row([], |row| row.get(0))
}
