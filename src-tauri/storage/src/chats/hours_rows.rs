//! The business hours, as they stand in their table.

use portaria_domain::{BusinessHours, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::chats::columns::optional;

/// Those that hold now; `None`: there are none.
pub(super) fn current(db: &Connection) -> rusqlite::Result<Option<BusinessHours>> {
    let find = "SELECT hours FROM business_hours ORDER BY since_ms DESC LIMIT 1";
    Ok(db.prepare_cached(find)?.query_row([], |row| optional(row, "hours")).optional()?.flatten())
}

/// All that ever held, each with since when, in their order.
pub(super) fn held(db: &Connection) -> rusqlite::Result<Vec<(UnixMs, Option<BusinessHours>)>> {
    let find = "SELECT since_ms, hours FROM business_hours ORDER BY since_ms";
    let read = |row: &Row<'_>| Ok((UnixMs(row.get("since_ms")?), optional(row, "hours")?));
    db.prepare_cached(find)?.query_map([], read)?.collect()
}
