//! The notes themselves, as they stand in their table.

use portaria_domain::{Author, ChatId, Note, NoteId, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::control::unreadable;

/// Whoever wrote a note is called as they are by now; who is gone, as they were last.
const SELECT: &str = "
    SELECT n.id, n.chat_id, n.text, n.author, n.written_at_ms, n.changed_by, n.changed_at_ms,
           coalesce(a.name, n.author_name) AS author_name, coalesce(c.name, n.changed_by_name) AS changed_by_name
    FROM notes n LEFT JOIN attendants a ON a.id = n.author LEFT JOIN attendants c ON c.id = n.changed_by";

/// Every note on a chat, the oldest first.
pub(super) fn of_chat(db: &Connection, chat: ChatId) -> rusqlite::Result<Vec<Note>> {
    db.prepare_cached(&format!("{SELECT} WHERE n.chat_id = ?1 ORDER BY n.id"))?
        .query_map([chat.to_string()], read)?
        .collect()
}

/// Notes on every chat behind one, the oldest first.
pub(super) fn after(db: &Connection, after: Option<NoteId>, limit: usize) -> rusqlite::Result<Vec<Note>> {
    let find = "SELECT * FROM notes WHERE id > ?1 ORDER BY id LIMIT ?2";
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.prepare_cached(find)?.query_map(params![after, limit], read)?.collect()
}

/// One note.
pub(super) fn find(db: &Connection, id: NoteId) -> rusqlite::Result<Option<Note>> {
    db.prepare_cached(&format!("{SELECT} WHERE n.id = ?1"))?.query_row([id.to_string()], read).optional()
}

pub(super) fn id(row: &Row<'_>) -> rusqlite::Result<NoteId> {
    row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        id: id(row)?,
        chat: row.get_ref("chat_id")?.as_str()?.parse().map_err(|error| unreadable("chat_id", error))?,
        text: row.get("text")?,
        author: author(row, "author", "author_name")?,
        written_at: UnixMs(row.get("written_at_ms")?),
        changed_at: row.get::<_, Option<i64>>("changed_at_ms")?.map(UnixMs),
        changed_by: author(row, "changed_by", "changed_by_name")?,
    })
}

fn author(row: &Row<'_>, id: &'static str, name: &str) -> rusqlite::Result<Option<Author>> {
    let Some(text) = row.get_ref(id)?.as_str_or_null()? else { return Ok(None) };
    Ok(Some(Author { id: text.parse().map_err(|error| unreadable(id, error))?, name: row.get(name)? }))
}
