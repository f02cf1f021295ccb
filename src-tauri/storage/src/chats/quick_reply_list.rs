//! The quick replies themselves, as they stand in their table.

use portaria_domain::{QuickReply, QuickReplyId};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::control::unreadable;

/// Every quick reply, by its shortcut.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<QuickReply>> {
    let find = "SELECT id, shortcut, text FROM quick_replies ORDER BY folded";
    db.prepare_cached(find)?.query_map([], read)?.collect()
}

/// One quick reply.
pub(super) fn find(db: &Connection, id: QuickReplyId) -> rusqlite::Result<Option<QuickReply>> {
    let find = "SELECT id, shortcut, text FROM quick_replies WHERE id = ?1";
    db.prepare_cached(find)?.query_row([id.to_string()], read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<QuickReply> {
    let id = row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?;
    Ok(QuickReply { id, shortcut: row.get("shortcut")?, text: row.get("text")? })
}
