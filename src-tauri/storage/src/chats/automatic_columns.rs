//! What is sent without anybody, as it stands in its column.

use portaria_domain::{AutomaticMessages, AwayMessage, GreetingMessage, TimeZone};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::chats::columns::{json, optional};
use crate::control::unreadable;

/// How it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    language: String,
    time_zone: TimeZone,
    away: AwayMessage,
    greeting: GreetingMessage,
}

pub(super) fn find(db: &Connection) -> rusqlite::Result<AutomaticMessages> {
    let kept: Option<Kept> = db
        .prepare_cached("SELECT automatic_messages FROM owner")?
        .query_row([], |row| optional(row, "automatic_messages"))?;
    let Some(Kept { language, time_zone, away, greeting }) = kept else { return Ok(AutomaticMessages::default()) };
    let language = language.parse().map_err(|error| unreadable("automatic_messages", error))?;
    Ok(AutomaticMessages { language, time_zone, away, greeting })
}

pub(super) fn set(db: &Connection, messages: AutomaticMessages) -> rusqlite::Result<()> {
    let AutomaticMessages { language, time_zone, away, greeting } = messages;
    let kept = Kept { language: language.to_string(), time_zone, away, greeting };
    db.execute("UPDATE owner SET automatic_messages = ?1", [json(&kept)])?;
    Ok(())
}
