//! What is to be sent now.

use portaria_domain::{DeliveryId, Event, EventFilter, UnixMs, WEBHOOK_PATIENCE_MS, Webhook, WebhookId, WebhookState};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::definitions;
use crate::StorageError;
use crate::chats::{ChatStore, events, webhook_lanes};
use crate::control::unreadable;

/// A delivery to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDelivery {
    /// Identity, the same for each attempt: receivers tell repetitions by it.
    pub id: DeliveryId,
    /// The lane that it is the first of: a chat, or empty.
    pub lane: String,
    /// How often it was tried before.
    pub attempts: u32,
    /// Since when it waits.
    pub waits_since: UnixMs,
    /// What it tells, as it is by now.
    pub event: Event,
}

/// A row, before its event is read.
struct Found {
    id: DeliveryId,
    lane: String,
    attempts: u32,
    waits_since: UnixMs,
    number: i64,
}

impl ChatStore {
    /// The deliveries of a webhook that are due, the longest due first, one of a lane at most. What an event tells by now
    /// decides: where its webhook does not ask for that, or nothing is left of it, its delivery is forgotten.
    pub async fn due_deliveries(
        &self,
        webhook: WebhookId,
        filter: EventFilter,
        now: UnixMs,
        limit: usize,
    ) -> Result<Vec<DueDelivery>, StorageError> {
        loop {
            let filter = filter.clone();
            let (due, pointless) = self.database.read(move |db| look(db, webhook, &filter, now, limit)).await?;
            if pointless.is_empty() {
                return Ok(due);
            }
            let forget = move |transaction: &Transaction<'_>| {
                for (id, lane) in pointless {
                    transaction.execute("DELETE FROM webhook_deliveries WHERE id = ?1", [id.to_string()])?;
                    webhook_lanes::settle(transaction, &webhook.to_string(), &lane, now)?;
                }
                Ok(())
            };
            self.database.write(forget).await?;
        }
    }

    /// A delivery that was due a moment ago, with its webhook, if it still is. `None`: it is over or waits again, or its
    /// webhook was paused, disabled or taken away, or does not ask for it any more.
    pub async fn still_due(
        &self,
        webhook: WebhookId,
        id: DeliveryId,
        now: UnixMs,
    ) -> Result<Option<(Webhook, DueDelivery)>, StorageError> {
        let find = "SELECT id, lane, attempts, waits_since_ms, event_number FROM webhook_deliveries
                    WHERE id = ?1 AND webhook_id = ?2 AND next_at_ms <= ?3";
        self.database
            .read(move |db| {
                let of = definitions::find(db, webhook)?.filter(|of| of.state == WebhookState::Active);
                let values = params![id.to_string(), webhook.to_string(), now.0];
                let found = db.prepare_cached(find)?.query_row(values, read).optional()?;
                let (Some(of), Some(found)) = (of, found) else { return Ok(None) };
                let Found { id, lane, attempts, waits_since, number } = found;
                let event = events::find(db, number)?.filter(|event| of.events.takes(event.body.name()));
                Ok(event.map(|event| (of, DueDelivery { id, lane, attempts, waits_since, event })))
            })
            .await
    }

    /// When there is something to do for webhooks by itself: a delivery is due, or a pause has lasted too long.
    pub async fn next_delivery(&self) -> Result<Option<UnixMs>, StorageError> {
        let find = "SELECT min(at_ms) FROM (
                      SELECT (SELECT min(next_at_ms) FROM webhook_deliveries d
                              WHERE d.webhook_id = w.id AND d.next_at_ms IS NOT NULL) AS at_ms
                      FROM webhooks w WHERE w.state = 'active'
                      UNION ALL SELECT state_since_ms + ?1 FROM webhooks WHERE state = 'paused')";
        let next: Option<i64> = self
            .database
            .read(move |db| db.prepare_cached(find)?.query_row([WEBHOOK_PATIENCE_MS], |row| row.get(0)))
            .await?;
        Ok(next.map(UnixMs))
    }
}

/// What is due, and what of that is pointless, with its lane.
type Look = (Vec<DueDelivery>, Vec<(DeliveryId, String)>);

fn look(
    db: &Connection,
    webhook: WebhookId,
    filter: &EventFilter,
    now: UnixMs,
    limit: usize,
) -> rusqlite::Result<Look> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut find = db.prepare_cached(DUE)?;
    let found = find.query_map(params![webhook.to_string(), now.0, limit], read)?;
    let (mut due, mut pointless) = (Vec::new(), Vec::new());
    for found in found {
        let Found { id, lane, attempts, waits_since, number } = found?;
        match events::find(db, number)?.filter(|event| filter.takes(event.body.name())) {
            Some(event) => due.push(DueDelivery { id, lane, attempts, waits_since, event }),
            None => pointless.push((id, lane)),
        }
    }
    Ok((due, pointless))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        id: row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?,
        lane: row.get("lane")?,
        attempts: row.get("attempts")?,
        waits_since: UnixMs(row.get("waits_since_ms")?),
        number: row.get("event_number")?,
    })
}

const DUE: &str = "SELECT id, lane, attempts, waits_since_ms, event_number FROM webhook_deliveries
                   WHERE webhook_id = ?1 AND next_at_ms <= ?2 ORDER BY next_at_ms, event_number LIMIT ?3";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_due_is_found_without_looking_at_what_waits_behind_it() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, DUE);
        assert!(plan.contains("INDEX webhook_due (webhook_id=? AND next_at_ms<?)"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
