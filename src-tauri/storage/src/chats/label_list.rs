//! The labels themselves, as they stand in their table.

use portaria_domain::Label;
use rusqlite::{Connection, OptionalExtension as _};

/// Every label of the paired account.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<Label>> {
    let find = "SELECT id, name, color FROM labels WHERE account = (SELECT account FROM owner)
                ORDER BY CAST(id AS INTEGER), id";
    let mut find = db.prepare_cached(find)?;
    find.query_map([], |row| Ok(Label { id: row.get(0)?, name: row.get(1)?, color: row.get(2)? }))?.collect()
}

/// Whether the paired account has such a label.
pub(super) fn is_known(db: &Connection, id: &str) -> rusqlite::Result<bool> {
    let find = "SELECT 1 FROM labels WHERE account = (SELECT account FROM owner) AND id = ?1";
    Ok(db.prepare_cached(find)?.query_row([id], |_| Ok(())).optional()?.is_some())
}

/// A label of the paired account.
pub(super) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Label>> {
    let find = "SELECT id, name, color FROM labels WHERE account = (SELECT account FROM owner) AND id = ?1";
    let label = |row: &rusqlite::Row<'_>| Ok(Label { id: row.get(0)?, name: row.get(1)?, color: row.get(2)? });
    db.prepare_cached(find)?.query_row([id], label).optional()
}
