//! Exports, as they stand in their table.

use portaria_domain::{Export, ExportCounts, ExportFailure, ExportId, ExportState, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::chats::columns::UnknownWord;
use crate::control::unreadable;

/// Exports that were asked for before one, the newest first.
pub(super) fn before(db: &Connection, before: Option<ExportId>, limit: usize) -> rusqlite::Result<Vec<Export>> {
    let find = "SELECT * FROM exports WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let before = before.map(|id| id.to_string());
    db.prepare_cached(find)?.query_map(params![before, limit], read)?.collect()
}

/// One export.
pub(super) fn find(db: &Connection, id: ExportId) -> rusqlite::Result<Option<Export>> {
    db.prepare_cached("SELECT * FROM exports WHERE id = ?1")?.query_row([id.to_string()], read).optional()
}

/// The one that is being made.
pub(super) fn making(db: &Connection) -> rusqlite::Result<Option<Export>> {
    db.prepare_cached("SELECT * FROM exports WHERE state = 'making' LIMIT 1")?.query_row([], read).optional()
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Export> {
    let moment =
        |column: &str| -> rusqlite::Result<Option<UnixMs>> { Ok(row.get::<_, Option<i64>>(column)?.map(UnixMs)) };
    let count = |column: &str| row.get::<_, i64>(column).map(i64::unsigned_abs);
    Ok(Export {
        id: row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?,
        state: state(row.get_ref("state")?.as_str()?)?,
        failure: row.get_ref("failure")?.as_str_or_null()?.map(failure).transpose()?,
        has_media: row.get("has_media")?,
        language: row.get_ref("language")?.as_str()?.parse().map_err(|error| unreadable("language", error))?,
        asked_at: UnixMs(row.get("asked_at_ms")?),
        ended_at: moment("ended_at_ms")?,
        kept_until: moment("kept_until_ms")?,
        size_bytes: row.get::<_, Option<i64>>("size_bytes")?.map(i64::unsigned_abs),
        counts: ExportCounts {
            messages: count("messages")?,
            all_messages: count("all_messages")?,
            files: count("files")?,
            all_files: count("all_files")?,
        },
    })
}

fn state(word: &str) -> rusqlite::Result<ExportState> {
    let found = ExportState::ALL.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| unreadable("state", UnknownWord(word.to_owned())))
}

fn failure(word: &str) -> rusqlite::Result<ExportFailure> {
    let found = ExportFailure::ALL.into_iter().find(|failure| failure.as_str() == word);
    found.ok_or_else(|| unreadable("failure", UnknownWord(word.to_owned())))
}
