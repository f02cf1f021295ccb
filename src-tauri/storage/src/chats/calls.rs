//! Calls that ring.

use portaria_domain::{Event, UnixMs};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory};

/// Word for word what the index holds: it is used for nothing else.
const RINGS: &str = "json_extract(content, '$.kind') = 'call' AND json_extract(content, '$.outcome') = 'ringing'";

impl ChatStore {
    /// Calls whose end nobody was connected to hear are missed, until WhatsApp says something else of them.
    pub async fn end_ringing_calls(&self, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, find) = (self.tenant.to_string(), find());
        let ringing: Vec<(i64, String)> = self
            .database
            .read(move |db| db.prepare_cached(&find)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .await?;
        if ringing.is_empty() {
            return Ok(Vec::new());
        }
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let end = format!(
                    "UPDATE messages SET content = json_set(content, '$.outcome', 'missed') WHERE row = ?1 AND {RINGS}"
                );
                for (row, chat) in ringing {
                    if transaction.prepare_cached(&end)?.execute([row])? > 0 {
                        recorder.message_updated(directory::chat_id(&chat)?, row);
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

fn find() -> String {
    format!("SELECT row, chat_id FROM messages WHERE {RINGS} ORDER BY row")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn what_rings_is_found_in_its_index() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, &find());
        assert!(plan.contains("INDEX messages_ringing") && !plan.contains("TEMP B-TREE"), "{plan}");
    }
}
