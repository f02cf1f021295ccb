//! What the tenant chose about being seen, as it stands in its columns.

use portaria_domain::{Preferences, Privacy, UnixMs};
use rusqlite::Connection;

use crate::chats::columns::optional;

/// What was chosen.
pub(super) fn find(db: &Connection) -> rusqlite::Result<Preferences> {
    Ok(find_with_age(db)?.0)
}

/// What was chosen, and when WhatsApp was asked for its part of it.
pub(super) fn find_with_age(db: &Connection) -> rusqlite::Result<(Preferences, Option<UnixMs>)> {
    let find = "SELECT o.shows_online, a.privacy, a.privacy_asked_at_ms
                FROM owner o JOIN accounts a ON a.account = o.account";
    db.prepare_cached(find)?.query_row([], |row| {
        let privacy: Option<Privacy> = optional(row, "privacy")?;
        let chosen = Preferences { shows_online: row.get("shows_online")?, privacy: privacy.unwrap_or_default() };
        Ok((chosen, row.get::<_, Option<i64>>("privacy_asked_at_ms")?.map(UnixMs)))
    })
}
