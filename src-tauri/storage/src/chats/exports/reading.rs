//! What goes into an archive, page by page: no more of it is in memory, but for the numbers of one chat's messages.
//!
//! Everything is read in an order that what comes meanwhile does not change: it stands behind, or not in it at all.

use portaria_domain::{Chat, ChatId, Contact, ContactId, Content, Context, Message, Note, NoteId, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::chats::columns::json;
use crate::chats::media::file::blob_name;
use crate::chats::state::IS_OVER;
use crate::chats::{ChatStore, contacts, directory, messages, note_list};
use crate::{BlobName, StorageError};

/// A message for an archive.
#[derive(Clone, Debug)]
pub struct ExportMessage {
    /// The message. What was deleted for everyone is not in it, whether or not it is kept here.
    pub message: Message,
    /// Its file, where that is here and is not to be opened once only.
    pub file: Option<BlobName>,
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

    /// The next of these chats.
    pub async fn export_chat_after(&self, after: Option<ChatId>) -> Result<Option<ChatId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached("SELECT id FROM chats WHERE id > ?1 ORDER BY id LIMIT 1")?;
                find.query_row([after], |row| directory::chat_id(row.get_ref(0)?.as_str()?)).optional()
            })
            .await
    }

    /// The numbers of a chat's messages, the oldest first, as they stand at one moment: what waits to be sent has another
    /// place once it was, and would be found twice, or never, by pages of places.
    pub async fn export_order(&self, chat: ChatId) -> Result<Vec<i64>, StorageError> {
        self.database
            .read(move |db| db.prepare_cached(ORDER)?.query_map([chat.to_string()], |row| row.get(0))?.collect())
            .await
    }

    /// Messages of a chat by their numbers, in that order, without those that are gone or have no time left at `now`.
    pub async fn export_messages(
        &self,
        chat: ChatId,
        numbers: Vec<i64>,
        now: UnixMs,
    ) -> Result<Vec<ExportMessage>, StorageError> {
        let sql = messages_sql();
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(&sql)?;
                let found = find.query_map(params![now.0, chat.to_string(), json(&numbers)], read)?;
                let mut found: Vec<ExportMessage> = found.collect::<Result<_, _>>()?;
                for one in &mut found {
                    forget_deleted_words(db, chat, &mut one.message.context)?;
                }
                Ok(found)
            })
            .await
    }

    /// People of every account behind one, in an order that their names do not change.
    pub async fn export_contacts(&self, after: Option<ContactId>, limit: usize) -> Result<Vec<Contact>, StorageError> {
        let sql = format!("{} WHERE c.id > ?1 ORDER BY c.id LIMIT ?2", contacts::select("contacts"));
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database
            .read(move |db| db.prepare_cached(&sql)?.query_map(params![after, limit], contacts::read)?.collect())
            .await
    }

    /// Notes of every chat behind one, in the order in which they were written.
    pub async fn export_notes(&self, after: Option<NoteId>, limit: usize) -> Result<Vec<Note>, StorageError> {
        self.database.read(move |db| note_list::after(db, after, limit)).await
    }
}

const ORDER: &str = "SELECT row FROM messages WHERE chat_id = ?1 AND is_shown = 1 ORDER BY place_ms, row";

fn messages_sql() -> String {
    format!(
        "SELECT {}, (SELECT f.sha256 FROM media f WHERE f.message_row = m.row AND f.state = 'here') AS sha256
         FROM json_each(?3) wanted CROSS JOIN messages m ON m.row = wanted.value
         WHERE m.chat_id = ?2 AND m.is_shown = 1 AND NOT coalesce({IS_OVER}, 0)
         ORDER BY wanted.key",
        messages::columns()
    )
}

/// How many messages and how many of their files there are that belong into an archive at `now`; no files where none are
/// wanted.
pub(super) fn how_much(db: &Connection, has_media: bool, now: UnixMs) -> rusqlite::Result<(i64, i64)> {
    let messages = format!(
        "SELECT (SELECT count(*) FROM messages WHERE is_shown = 1)
              - (SELECT count(*) FROM messages WHERE is_shown = 1 AND {IS_OVER})"
    );
    let count = |row: &Row<'_>| row.get(0);
    Ok((
        db.prepare_cached(&messages)?.query_row([now.0], count)?,
        db.prepare_cached(&files_sql())?.query_row(params![now.0, has_media], count)?,
    ))
}

/// From the files: there are fewer of them than messages.
fn files_sql() -> String {
    format!(
        "SELECT count(DISTINCT f.sha256) FROM media f CROSS JOIN messages m ON m.row = f.message_row
         WHERE ?2 AND f.state = 'here' AND m.is_shown = 1 AND m.kept IS NULL AND NOT coalesce({IS_OVER}, 0)
           AND json_extract(m.content, '$.kind') = 'media' AND json_extract(m.context, '$.is_view_once') IS NULL"
    )
}

/// An answer carries the words of what it answers: they go where those were deleted for everyone.
fn forget_deleted_words(db: &Connection, chat: ChatId, context: &mut Context) -> rusqlite::Result<()> {
    let Some(quote) = context.quote.as_mut().filter(|quote| !quote.text.is_empty()) else { return Ok(()) };
    let is_deleted = "SELECT EXISTS (SELECT 1 FROM messages WHERE chat_id = ?1 AND id = ?2
                                     AND json_extract(content, '$.kind') = 'deleted')
                          OR EXISTS (SELECT 1 FROM marks WHERE chat_id = ?1 AND target_id = ?2 AND kind = 'revoke')";
    let values = params![chat.to_string(), quote.id.as_str()];
    if db.prepare_cached(is_deleted)?.query_row(values, |row| row.get(0))? {
        quote.text.clear();
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<ExportMessage> {
    let file = row.get_ref("sha256")?.as_str_or_null()?.map(blob_name).transpose()?;
    let mut message = messages::read(row)?;
    let is_deleted = message.kept.take().is_some() || message.content == Content::Deleted;
    if is_deleted {
        // Neither what it said nor what it said before.
        (message.file, message.context) = (None, Context::default());
        message.marks.edits.clear();
    }
    let file = file.filter(|_| !is_deleted && !message.context.is_view_once);
    Ok(ExportMessage { message, file })
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
        let plan = crate::database::plan(&db, ORDER);
        assert!(plan.contains("INDEX messages_by_place (chat_id=?)"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
        let plan = crate::database::plan(&db, &files_sql());
        assert!(plan.contains("m USING INTEGER PRIMARY KEY (rowid=?)"), "{plan}");
        let plan = crate::database::plan(&db, &messages_sql());
        assert!(plan.contains("m USING INTEGER PRIMARY KEY (rowid=?)"), "{plan}");
    }
}
