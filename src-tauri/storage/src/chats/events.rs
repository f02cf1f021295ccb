//! Events, numbered in the transaction that made them.

use portaria_domain::{Event, EventBody, EventNumber, Status, UnixMs};
use rusqlite::{Row, Transaction, params};

use crate::StorageError;
use crate::chats::{ChatStore, messages::json};
use crate::control::unreadable;

/// Writes events of one transaction and keeps their numbers.
pub(super) struct Recorder<'a> {
    transaction: &'a Transaction<'a>,
    tenant: &'a str,
    now: UnixMs,
    events: Vec<Event>,
}

impl<'a> Recorder<'a> {
    pub(super) const fn new(transaction: &'a Transaction<'a>, tenant: &'a str, now: UnixMs) -> Self {
        Self { transaction, tenant, now, events: Vec::new() }
    }

    pub(super) fn record(&mut self, body: EventBody) -> rusqlite::Result<()> {
        let count = "UPDATE owner SET event_number = event_number + 1 RETURNING event_number";
        let number: i64 = self.transaction.prepare_cached(count)?.query_row([], |row| row.get(0))?;
        self.transaction
            .prepare_cached("INSERT INTO events (number, tenant_id, at_ms, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![number, self.tenant, self.now.0, json(&body)])?;
        let number = u64::try_from(number).expect("numbers count up from 1");
        self.events.push(Event { number, at: self.now, body });
        Ok(())
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }
}

impl ChatStore {
    /// Keeps a change of the session's status.
    pub async fn record_status(&self, status: &Status, now: UnixMs) -> Result<Event, StorageError> {
        let (tenant, body) = (self.tenant.to_string(), EventBody::StatusChanged(*status));
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.record(body)?;
                Ok(recorder.into_events().pop().expect("one was recorded"))
            })
            .await
    }

    /// What happened after the given event, oldest first.
    pub async fn events_after(&self, number: EventNumber, limit: usize) -> Result<Vec<Event>, StorageError> {
        let find = "SELECT number, at_ms, body FROM events WHERE number > ?1 ORDER BY number LIMIT ?2";
        let (number, limit) = (i64::try_from(number).unwrap_or(i64::MAX), i64::try_from(limit).unwrap_or(i64::MAX));
        self.database.read(move |db| db.prepare_cached(find)?.query_map([number, limit], read)?.collect()).await
    }

    /// The newest event's number; 0 when there is none.
    pub async fn last_event_number(&self) -> Result<EventNumber, StorageError> {
        let find = "SELECT event_number FROM owner";
        let number: i64 = self.database.read(move |db| db.query_row(find, [], |row| row.get(0))).await?;
        Ok(u64::try_from(number).unwrap_or(0))
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Event> {
    let body: String = row.get("body")?;
    Ok(Event {
        number: u64::try_from(row.get::<_, i64>("number")?).unwrap_or(0),
        at: UnixMs(row.get("at_ms")?),
        body: serde_json::from_str(&body).map_err(|error| unreadable("body", error))?,
    })
}
