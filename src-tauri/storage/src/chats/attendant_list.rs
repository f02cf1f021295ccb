//! The attendants themselves, as they stand in their tables.

use portaria_domain::{Attendant, AttendantId};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::control::unreadable;

/// Everybody, by their names.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<Attendant>> {
    db.prepare_cached("SELECT id, name FROM attendants ORDER BY folded")?.query_map([], read)?.collect()
}

/// One of them.
pub(super) fn find(db: &Connection, id: AttendantId) -> rusqlite::Result<Option<Attendant>> {
    db.prepare_cached("SELECT id, name FROM attendants WHERE id = ?1")?.query_row([id.to_string()], read).optional()
}

/// Who answers by a credential, if they said who they are.
pub(super) fn by_credential(db: &Connection, credential: &str) -> rusqlite::Result<Option<Attendant>> {
    let find = "SELECT a.id, a.name FROM attendant_credentials c JOIN attendants a ON a.id = c.attendant
                WHERE c.credential = ?1";
    db.prepare_cached(find)?.query_row([credential], read).optional()
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Attendant> {
    let id = row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?;
    Ok(Attendant { id, name: row.get("name")? })
}
