//! What is to be sent now.

use std::collections::HashSet;

use portaria_domain::{
    DeliveryId, Event, EventFilter, Tries, UnixMs, WEBHOOK_PATIENCE_MS, Webhook, WebhookId, WebhookState,
};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::definitions;
use crate::StorageError;
use crate::chats::columns::json;
use crate::chats::event_names::{self, COLUMNS};
use crate::chats::{ChatStore, events, webhook_lanes};
use crate::control::unreadable;

/// A delivery to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDelivery {
    /// Identity, the same for each attempt: receivers tell repetitions by it.
    pub id: DeliveryId,
    /// The lane that it is the first of: a chat, or empty.
    pub lane: String,
}

/// A delivery that is tried now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryToTry {
    /// Its webhook, as it is by now.
    pub webhook: Webhook,
    /// Which attempt this is, and since when it waits.
    pub tries: Tries,
    /// What it tells, as it is by now.
    pub event: Event,
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
            self.forget_deliveries(webhook, pointless, now).await?;
        }
    }

    /// The clock was set back: what waits for another attempt, and for longer than `longest_ms`, is due.
    pub async fn hasten_deliveries(&self, now: UnixMs, longest_ms: i64) -> Result<(), StorageError> {
        let write = move |transaction: &Transaction<'_>| Ok(transaction.execute(HASTEN, [now.0, longest_ms])?);
        self.database.write(write).await.map(drop)
    }

    async fn forget_deliveries(
        &self,
        webhook: WebhookId,
        pointless: Vec<DueDelivery>,
        now: UnixMs,
    ) -> Result<(), StorageError> {
        let forget = move |transaction: &Transaction<'_>| {
            for DueDelivery { id, lane } in pointless {
                transaction.execute("DELETE FROM webhook_deliveries WHERE id = ?1", [id.to_string()])?;
                webhook_lanes::settle(transaction, &webhook.to_string(), &lane, now)?;
            }
            Ok(())
        };
        self.database.write(forget).await
    }

    /// A delivery that was due a moment ago, if it still is. `None`: it is over or waits again, or its
    /// webhook was paused, disabled or taken away, or does not ask for it any more.
    pub async fn still_due(
        &self,
        webhook: WebhookId,
        id: DeliveryId,
        now: UnixMs,
    ) -> Result<Option<DeliveryToTry>, StorageError> {
        let find = "SELECT lane, attempts, waits_since_ms, event_number FROM webhook_deliveries
                    WHERE id = ?1 AND webhook_id = ?2 AND next_at_ms <= ?3";
        let found = self
            .database
            .read(move |db| {
                let of = definitions::find(db, webhook)?.filter(|of| of.state == WebhookState::Active);
                let values = params![id.to_string(), webhook.to_string(), now.0];
                let read = |row: &Row<'_>| {
                    let waits_since = UnixMs(row.get("waits_since_ms")?);
                    let tries = Tries { number: row.get::<_, u32>("attempts")? + 1, waits_since };
                    Ok((row.get::<_, String>("lane")?, tries, row.get("event_number")?))
                };
                let found = db.prepare_cached(find)?.query_row(values, read).optional()?;
                let (Some(of), Some((lane, tries, number))) = (of, found) else { return Ok(None) };
                Ok(Some((of, lane, tries, events::find(db, number)?)))
            })
            .await?;
        let Some((webhook, lane, tries, event)) = found else { return Ok(None) };
        let Some(event) = event else {
            // It does not read, and never will: its name alone made it due.
            self.forget_deliveries(webhook.id, vec![DueDelivery { id, lane }], now).await?;
            return Ok(None);
        };
        let is_taken = webhook.events.takes(event.body.name());
        Ok(is_taken.then_some(DeliveryToTry { webhook, tries, event }))
    }

    /// When there is something to do for webhooks by itself: a delivery is due, or a pause has lasted too long. Neither
    /// `seen` deliveries count nor webhooks that are `full`: who asks looks at them once something else has ended.
    pub async fn next_delivery(
        &self,
        seen: HashSet<DeliveryId>,
        full: HashSet<WebhookId>,
    ) -> Result<Option<UnixMs>, StorageError> {
        let seen = json(&seen.iter().map(ToString::to_string).collect::<Vec<_>>());
        let full = json(&full.iter().map(ToString::to_string).collect::<Vec<_>>());
        let read = move |db: &Connection| {
            let values = params![WEBHOOK_PATIENCE_MS, seen, full];
            db.prepare_cached(NEXT)?.query_row(values, |row| row.get::<_, Option<i64>>(0))
        };
        Ok(self.database.read(read).await?.map(UnixMs))
    }
}

/// What is due, and what of that is pointless.
type Look = (Vec<DueDelivery>, Vec<DueDelivery>);

fn look(
    db: &Connection,
    webhook: WebhookId,
    filter: &EventFilter,
    now: UnixMs,
    limit: usize,
) -> rusqlite::Result<Look> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut find = db.prepare_cached(&due_statement())?;
    let mut rows = find.query(params![webhook.to_string(), now.0, limit])?;
    let (mut due, mut pointless) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let id = row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?;
        let delivery = DueDelivery { id, lane: row.get("lane")? };
        // What there is no event of any more is as pointless as what nobody asks for.
        let is_there = row.get::<_, Option<i64>>("number")?.is_some();
        let name = if is_there { event_names::name(db, row)? } else { None };
        let is_taken = name.is_some_and(|name| filter.takes(name));
        if is_taken { due.push(delivery) } else { pointless.push(delivery) }
    }
    Ok((due, pointless))
}

fn due_statement() -> String {
    format!(
        "SELECT d.id, d.lane, e.number, {COLUMNS}
         FROM webhook_deliveries d LEFT JOIN events e ON e.number = d.event_number
         WHERE d.webhook_id = ?1 AND d.next_at_ms <= ?2 ORDER BY d.next_at_ms, d.event_number LIMIT ?3"
    )
}

const HASTEN: &str = "UPDATE webhook_deliveries SET next_at_ms = ?1
                      WHERE webhook_id IN (SELECT id FROM webhooks) AND next_at_ms > ?1 + ?2";

const NEXT: &str = "SELECT min(at_ms) FROM (
                      SELECT (SELECT next_at_ms FROM webhook_deliveries d
                              WHERE d.webhook_id = w.id AND d.next_at_ms IS NOT NULL
                                AND d.id NOT IN (SELECT value FROM json_each(?2))
                              ORDER BY next_at_ms LIMIT 1) AS at_ms
                      FROM webhooks w WHERE w.state = 'active' AND w.id NOT IN (SELECT value FROM json_each(?3))
                      UNION ALL SELECT state_since_ms + ?1 FROM webhooks WHERE state = 'paused')";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_due_is_found_without_looking_at_what_waits_behind_it() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        for (statement, index) in [
            (due_statement().as_str(), "INDEX webhook_due (webhook_id=? AND next_at_ms<?)"),
            (NEXT, "INDEX webhook_due (webhook_id=? AND next_at_ms>?)"),
            (HASTEN, "INDEX webhook_due (webhook_id=? AND next_at_ms>?)"),
        ] {
            let plan = crate::database::plan(&db, statement);
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{statement}: {plan}");
        }
    }
}
