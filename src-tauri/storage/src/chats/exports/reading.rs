//! What goes into an archive, page by page: no more of it is in memory.
//!
//! Everything is read in an order that what comes meanwhile does not change: it stands behind, or not in it at all.

use portaria_domain::{Chat, ChatId, Content, Context, Message, Note, NoteId, UnixMs};
use rusqlite::{Row, params};

use crate::chats::media::file::blob_name;
use crate::chats::state::IS_OVER;
use crate::chats::{ChatStore, directory, messages, note_list};
use crate::{BlobName, StorageError};

/// A message for an archive.
#[derive(Clone, Debug)]
pub struct ExportMessage {
    /// The message. What was deleted for everyone is not in it, whether or not it is kept here.
    pub message: Message,
    /// Its file, where that is here and is not to be opened once only.
    pub file: Option<BlobName>,
    /// Where it stands, for the page behind it.
    pub place: (i64, i64),
}

impl ChatStore {
    /// Every chat of every account behind one, in the order in which they were made.
    pub async fn export_chats(&self, after: Option<ChatId>, limit: usize) -> Result<Vec<Chat>, StorageError> {
        let sql = format!("{} WHERE c.id > ?1 ORDER BY c.id LIMIT ?2", directory::select());
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database
            .read(move |db| db.prepare_cached(&sql)?.query_map(params![after, limit], directory::read)?.collect())
            .await
    }

    /// Messages of a chat behind a place, the oldest first, without those that have no time left at `now`.
    pub async fn export_messages(
        &self,
        chat: ChatId,
        after: Option<(i64, i64)>,
        limit: usize,
        now: UnixMs,
    ) -> Result<Vec<ExportMessage>, StorageError> {
        let sql = messages_sql();
        let (place, row) = after.unwrap_or((i64::MIN, i64::MIN));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(&sql)?;
                find.query_map(params![now.0, chat.to_string(), place, row, limit], read)?.collect()
            })
            .await
    }

    /// Notes of every chat behind one, in the order in which they were written.
    pub async fn export_notes(&self, after: Option<NoteId>, limit: usize) -> Result<Vec<Note>, StorageError> {
        self.database.read(move |db| note_list::after(db, after, limit)).await
    }
}

fn messages_sql() -> String {
    format!(
        "SELECT {}, m.row AS number, (SELECT f.sha256 FROM media f WHERE f.message_row = m.row AND f.state = 'here') AS sha256
         FROM messages m WHERE m.chat_id = ?2 AND m.is_shown = 1 AND (m.place_ms, m.row) > (?3, ?4)
           AND NOT coalesce({IS_OVER}, 0)
         ORDER BY m.place_ms, m.row LIMIT ?5",
        messages::columns()
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<ExportMessage> {
    let place = (row.get("place_ms")?, row.get("number")?);
    let file = row.get_ref("sha256")?.as_str_or_null()?.map(blob_name).transpose()?;
    let mut message = messages::read(row)?;
    let is_deleted = message.kept.take().is_some() || message.content == Content::Deleted;
    if is_deleted {
        // Neither what it said nor what it said before.
        (message.file, message.context) = (None, Context::default());
        message.marks.edits.clear();
    }
    let file = file.filter(|_| !is_deleted && !message.context.is_view_once);
    Ok(ExportMessage { message, file, place })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn a_chat_is_walked_in_its_index() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, &messages_sql());
        assert!(plan.contains("INDEX messages_by_place (chat_id=? AND place_ms>?)"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
