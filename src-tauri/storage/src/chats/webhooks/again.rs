//! Deliveries that somebody asks for once more.

use std::collections::BTreeSet;

use portaria_domain::{DeliveryId, UnixMs, Webhook, WebhookId, WebhookState};
use rusqlite::{Connection, Row, Transaction, params};

use super::definitions;
use super::planning::{self, ToAdd};
use crate::StorageError;
use crate::chats::event_names::{self, COLUMNS};
use crate::chats::{ChatStore, webhook_lanes};

/// How many deliveries are looked at in one transaction: whatever else the tenant does goes on in between.
const AT_ONCE: i64 = 500;

/// Which deliveries are sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichDeliveries {
    /// One.
    One(DeliveryId),
    /// Of all events from a moment to another: also those that wait or were delivered, and events that happened before
    /// the webhook was made or while it was disabled.
    Between(UnixMs, UnixMs),
    /// Only those of them that failed.
    FailedBetween(UnixMs, UnixMs),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendAgain {
    /// So many are sent again; or would be, where it was only asked how many.
    Counted(u64),
    /// The webhook is disabled: it has to be resumed first.
    Disabled,
    /// The webhook does not ask for what the event of the one delivery tells by now.
    NotTaken,
    /// There is no such webhook, or no such delivery of it.
    Unknown,
}

/// A piece of what is sent again.
#[derive(Default)]
struct Part {
    found: Vec<Found>,
    /// The last event that was looked at, where there may be more.
    reached: Option<i64>,
}

/// An event that is told again.
struct Found {
    /// Its delivery, where the webhook had one.
    delivery: Option<String>,
    event: ToAdd,
}

impl ChatStore {
    /// Sends deliveries again, in the order of their events, as if they were new: also what waits, whose next attempt may
    /// be hours away. With `only_count` nothing is changed.
    pub async fn send_deliveries_again(
        &self,
        webhook: WebhookId,
        which: WhichDeliveries,
        only_count: bool,
        now: UnixMs,
    ) -> Result<SendAgain, StorageError> {
        let (mut count, mut after) = (0, 0);
        loop {
            let part = if only_count {
                self.database.read(move |db| look(db, webhook, which, after)).await?
            } else {
                let tenant = self.tenant.to_string();
                let send = move |transaction: &Transaction<'_>| {
                    let part = look(transaction, webhook, which, after)?;
                    if let Ok(part) = &part {
                        send(transaction, &tenant, &webhook.to_string(), part, now)?;
                    }
                    Ok(part)
                };
                self.database.write_much(send).await?
            };
            match part {
                Ok(Part { found, reached }) => {
                    count += u64::try_from(found.len()).unwrap_or(u64::MAX);
                    match reached {
                        Some(reached) => after = reached,
                        None => return Ok(SendAgain::Counted(count)),
                    }
                }
                Err(refused) => return Ok(refused),
            }
        }
    }
}

/// A piece of what is sent again, behind an event; or why nothing is.
fn look(
    db: &Connection,
    webhook: WebhookId,
    which: WhichDeliveries,
    after: i64,
) -> rusqlite::Result<Result<Part, SendAgain>> {
    let Some(of) = definitions::find(db, webhook)? else { return Ok(Err(SendAgain::Unknown)) };
    if matches!(of.state, WebhookState::Disabled(_)) {
        return Ok(Err(SendAgain::Disabled));
    }
    match which {
        WhichDeliveries::One(id) => one(db, &of, id),
        WhichDeliveries::Between(from, to) => some(db, &of, (from, to), false, after).map(Ok),
        WhichDeliveries::FailedBetween(from, to) => some(db, &of, (from, to), true, after).map(Ok),
    }
}

fn one(db: &Connection, of: &Webhook, id: DeliveryId) -> rusqlite::Result<Result<Part, SendAgain>> {
    let find = format!(
        "SELECT d.id, d.lane, e.number, {COLUMNS} FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
         WHERE d.id = ?1 AND d.webhook_id = ?2"
    );
    let mut find = db.prepare_cached(&find)?;
    let mut rows = find.query([id.to_string(), of.id.to_string()])?;
    let Some(row) = rows.next()? else { return Ok(Err(SendAgain::Unknown)) };
    Ok(match taken(db, of, row)? {
        Some(found) => Ok(Part { found: vec![found], reached: None }),
        None => Err(SendAgain::NotTaken),
    })
}

fn some(
    db: &Connection,
    of: &Webhook,
    (from, to): (UnixMs, UnixMs),
    only_failed: bool,
    after: i64,
) -> rusqlite::Result<Part> {
    let mut find = db.prepare_cached(&if only_failed { failed_after() } else { all_after() })?;
    let mut rows = find.query(params![of.id.to_string(), after, AT_ONCE])?;
    let (mut part, mut looked_at) = (Part::default(), 0);
    // The time is looked at here: by the statement, one piece might be of as many events as there are.
    while let Some(row) = rows.next()? {
        looked_at += 1;
        part.reached = Some(row.get("number")?);
        if (from..=to).contains(&UnixMs(row.get("at_ms")?)) {
            part.found.extend(taken(db, of, row)?);
        }
    }
    part.reached = part.reached.filter(|_| looked_at == AT_ONCE);
    Ok(part)
}

/// Events that the webhook has passed: the others are planned anyway.
fn all_after() -> String {
    format!(
        "SELECT d.id, d.lane, e.number, e.at_ms, {COLUMNS} FROM events e
         LEFT JOIN webhook_deliveries d ON d.webhook_id = ?1 AND d.event_number = e.number
         WHERE e.number > ?2 AND e.number <= (SELECT position FROM webhooks WHERE id = ?1)
         ORDER BY e.number LIMIT ?3"
    )
}

fn failed_after() -> String {
    format!(
        "SELECT d.id, d.lane, e.number, e.at_ms, {COLUMNS}
         FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
         WHERE d.webhook_id = ?1 AND d.state = 'failed' AND d.event_number > ?2
         ORDER BY d.event_number LIMIT ?3"
    )
}

/// What a row tells, where the webhook asks for that.
fn taken(db: &Connection, of: &Webhook, row: &Row<'_>) -> rusqlite::Result<Option<Found>> {
    let Some(name) = event_names::name(db, row)?.filter(|name| of.events.takes(name)) else { return Ok(None) };
    let lane: Option<String> = row.get("lane")?;
    let lane = lane.map_or_else(|| planning::lane(row), Ok)?;
    Ok(Some(Found { delivery: row.get("id")?, event: ToAdd { number: row.get("number")?, name, lane } }))
}

/// Lets deliveries wait from their first attempt on; that they were tried before stays in their logs.
fn send(transaction: &Transaction<'_>, tenant: &str, webhook: &str, part: &Part, now: UnixMs) -> rusqlite::Result<()> {
    let again = "UPDATE webhook_deliveries SET state = 'waiting', failure = NULL, attempts = 0, waits_since_ms = ?2,
                   next_at_ms = NULL, ended_at_ms = NULL
                 WHERE id = ?1";
    let mut lanes = BTreeSet::new();
    for Found { delivery, event } in &part.found {
        match delivery {
            Some(delivery) => drop(transaction.prepare_cached(again)?.execute(params![delivery, now.0])?),
            None => planning::add(transaction, tenant, webhook, event, now)?,
        }
        lanes.insert(&event.lane);
    }
    for lane in lanes {
        webhook_lanes::settle(transaction, webhook, lane, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_piece_is_read_in_the_order_of_its_events_without_a_look_at_the_rest() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        for (statement, index) in [
            (all_after(), "SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
            (failed_after(), "INDEX webhook_states (webhook_id=? AND state=? AND event_number>?)"),
        ] {
            let plan = crate::database::plan(&db, &statement);
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{statement}: {plan}");
        }
    }
}
