//! What became of deliveries, to look at.

use portaria_domain::{Attempt, DeliveryId, DeliveryState, Event, EventNumber, UnixMs, WebhookId};
use rusqlite::{OptionalExtension as _, Row, params};

use crate::StorageError;
use crate::chats::columns::{UnknownWord, parsed, text};
use crate::chats::{ChatStore, events};
use crate::control::unreadable;

/// One event for one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Identity, the same for each attempt.
    pub id: DeliveryId,
    /// The event.
    pub event_number: EventNumber,
    /// Its name when the delivery was made.
    pub event_name: String,
    /// When it happened.
    pub event_at: UnixMs,
    /// How far the delivery has come.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; nothing for one that is over, or waits behind another of its chat.
    pub next_at: Option<UnixMs>,
    /// When it was over.
    pub ended_at: Option<UnixMs>,
    /// The last attempts, the oldest first.
    pub log: Vec<Attempt>,
}

impl ChatStore {
    /// Deliveries of a webhook before an event's number, the newest first.
    pub async fn deliveries(
        &self,
        webhook: WebhookId,
        state: Option<DeliveryState>,
        before: Option<EventNumber>,
        limit: usize,
    ) -> Result<Vec<Delivery>, StorageError> {
        let before = before.and_then(|number| i64::try_from(number).ok()).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let find = "SELECT d.*, e.at_ms FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
                    WHERE d.webhook_id = ?1 AND d.event_number < ?2 AND (?3 IS NULL OR d.state = ?3)
                    ORDER BY d.event_number DESC LIMIT ?4";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let (id, word) = (webhook.to_string(), state.map(state_word));
                find.query_map(params![id, before, word, limit], read)?.collect()
            })
            .await
    }

    /// One delivery of a webhook, with its event as it is told by now, where it still can be.
    pub async fn delivery(
        &self,
        webhook: WebhookId,
        id: DeliveryId,
    ) -> Result<Option<(Delivery, Option<Event>)>, StorageError> {
        let find = "SELECT d.*, e.at_ms FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
                    WHERE d.webhook_id = ?1 AND d.id = ?2";
        self.database
            .read(move |db| {
                let ids = [webhook.to_string(), id.to_string()];
                let Some(delivery) = db.prepare_cached(find)?.query_row(ids, read).optional()? else { return Ok(None) };
                let number = i64::try_from(delivery.event_number).unwrap_or(i64::MAX);
                let event = events::find(db, number)?;
                Ok(Some((delivery, event)))
            })
            .await
    }
}

const fn state_word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Failed => "failed",
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let word = text(row, "state")?;
    let states = [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::Failed];
    let state = states.into_iter().find(|state| state_word(*state) == word);
    Ok(Delivery {
        id: row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?,
        event_number: u64::try_from(row.get::<_, i64>("event_number")?).unwrap_or(0),
        event_name: text(row, "event_name")?,
        event_at: UnixMs(row.get("at_ms")?),
        state: state.ok_or_else(|| unreadable("state", UnknownWord(word)))?,
        attempts: row.get("attempts")?,
        next_at: row.get::<_, Option<i64>>("next_at_ms")?.map(UnixMs),
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(UnixMs),
        log: parsed(row, "log")?,
    })
}
