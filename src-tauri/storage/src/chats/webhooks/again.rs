//! Deliveries that somebody asks for once more.

use std::collections::BTreeSet;

use portaria_domain::{DeliveryId, UnixMs, WebhookId, WebhookState};
use rusqlite::{Connection, Transaction, params};

use super::{definitions, planning};
use crate::StorageError;
use crate::chats::{ChatStore, events, webhook_lanes};

/// Which deliveries are sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichDeliveries {
    /// One.
    One(DeliveryId),
    /// Of all events from a moment to another: also those that were delivered, and events that happened before the
    /// webhook was made or while it was disabled.
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
    /// There is no such webhook, or no such delivery of it.
    Unknown,
}

impl ChatStore {
    /// Sends deliveries again, in the order of their events; what waits already is tried at once. With `only_count`
    /// nothing is changed.
    pub async fn send_deliveries_again(
        &self,
        webhook: WebhookId,
        which: WhichDeliveries,
        only_count: bool,
        now: UnixMs,
    ) -> Result<SendAgain, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(of) = definitions::find(transaction, webhook)? else { return Ok(SendAgain::Unknown) };
                if matches!(of.state, WebhookState::Disabled(_)) {
                    return Ok(SendAgain::Disabled);
                }
                let id = webhook.to_string();
                let known = known(transaction, &id, which)?;
                if known.is_empty() && matches!(which, WhichDeliveries::One(_)) {
                    return Ok(SendAgain::Unknown);
                }
                let mut count = known.len();
                let mut lanes = BTreeSet::new();
                for (delivery, lane) in known {
                    if !only_count {
                        again(transaction, &delivery)?;
                        lanes.insert(lane);
                    }
                }
                if let WhichDeliveries::Between(from, to) = which {
                    for number in unknown(transaction, &id, from, to)? {
                        let event = events::find(transaction, number)?;
                        let Some(event) = event.filter(|event| of.events.takes(event.body.name())) else { continue };
                        count += 1;
                        if !only_count {
                            planning::add(transaction, &tenant, &id, &event, now)?;
                            lanes.insert(planning::lane(&event));
                        }
                    }
                }
                for lane in lanes {
                    webhook_lanes::settle(transaction, &id, &lane, now)?;
                }
                Ok(SendAgain::Counted(u64::try_from(count).unwrap_or(u64::MAX)))
            })
            .await
    }
}

/// Deliveries that there are, with their lanes.
fn known(db: &Connection, webhook: &str, which: WhichDeliveries) -> rusqlite::Result<Vec<(String, String)>> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (from, to, states) = match which {
        WhichDeliveries::One(id) => {
            let one = "SELECT id, lane FROM webhook_deliveries WHERE webhook_id = ?1 AND id = ?2";
            return db.prepare_cached(one)?.query_map([webhook, &id.to_string()], read)?.collect();
        }
        WhichDeliveries::Between(from, to) => (from, to, "'failed', 'delivered'"),
        WhichDeliveries::FailedBetween(from, to) => (from, to, "'failed'"),
    };
    let find = format!(
        "SELECT d.id, d.lane FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
         WHERE d.webhook_id = ?1 AND d.state IN ({states}) AND e.at_ms BETWEEN ?2 AND ?3 ORDER BY d.event_number"
    );
    db.prepare_cached(&find)?.query_map(params![webhook, from.0, to.0], read)?.collect()
}

/// Events of which the webhook has no delivery, among those that it has passed.
fn unknown(db: &Connection, webhook: &str, from: UnixMs, to: UnixMs) -> rusqlite::Result<Vec<i64>> {
    let find = "SELECT e.number FROM events e JOIN webhooks w ON w.id = ?1
                WHERE e.at_ms BETWEEN ?2 AND ?3 AND e.number <= w.position AND NOT EXISTS
                  (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = ?1 AND d.event_number = e.number)
                ORDER BY e.number";
    db.prepare_cached(find)?.query_map(params![webhook, from.0, to.0], |row| row.get(0))?.collect()
}

/// Lets a delivery wait from its first attempt on; that it was tried before stays in its log.
fn again(transaction: &Transaction<'_>, delivery: &str) -> rusqlite::Result<()> {
    let again = "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, next_at_ms = NULL, ended_at_ms = NULL
                 WHERE id = ?1";
    transaction.prepare_cached(again)?.execute([delivery])?;
    Ok(())
}
