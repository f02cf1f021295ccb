//! Events become deliveries.

use portaria_domain::{
    DeliveryId, DisabledReason, Event, UnixMs, WEBHOOK_PATIENCE_MS, Webhook, WebhookId, WebhookState,
};
use rusqlite::{Connection, Row, Transaction, params};

use super::definitions;
use crate::StorageError;
use crate::chats::event_names::{self, COLUMNS};
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, webhook_lanes};
use crate::control::unreadable;
use crate::database::WriteError;

/// How many events are looked at in one transaction, for one webhook.
const AT_ONCE: i64 = 500;
/// How many events go in one transaction with whatever else is written just then.
const LITTLE: i64 = 50;

/// What came of planning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Whether there is more to do at once.
    pub is_more: bool,
    /// That webhooks were disabled.
    pub events: Vec<Event>,
}

impl ChatStore {
    /// Makes deliveries of the events after each webhook's position and moves the position, in one transaction for each
    /// webhook; disables webhooks that were paused for too long.
    pub async fn plan_deliveries(&self, now: UnixMs) -> Result<Planned, StorageError> {
        let long_ago = now - WEBHOOK_PATIENCE_MS;
        let find = "SELECT id, event_number - position FROM webhooks, owner
                    WHERE (state = 'active' AND position < event_number)
                       OR (state = 'paused' AND state_since_ms <= ?1)
                    ORDER BY id";
        let look = move |db: &Connection| {
            let read = |row: &Row<'_>| {
                let id = row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?;
                Ok((id, row.get::<_, i64>(1)?))
            };
            db.prepare_cached(find)?.query_map([long_ago.0], read)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        let mut planned = Planned::default();
        for (webhook, behind) in self.database.read(look).await? {
            let tenant = self.tenant.to_string();
            let plan = move |transaction: &Transaction<'_>| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let is_more = plan_one(transaction, &mut recorder, &tenant, webhook, now)?;
                Ok((is_more, recorder.finish()?))
            };
            let (is_more, events) =
                if behind > LITTLE { self.database.write_much(plan).await? } else { self.database.write(plan).await? };
            planned.is_more |= is_more || !events.is_empty();
            planned.events.extend(events);
        }
        Ok(planned)
    }
}

/// Plans for a webhook as it is by now, or disables it; tells whether events are left.
fn plan_one(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    tenant: &str,
    id: WebhookId,
    now: UnixMs,
) -> Result<bool, WriteError> {
    match definitions::find(transaction, id)? {
        Some(webhook) if webhook.state == WebhookState::Active => Ok(plan(transaction, tenant, &webhook, now)?),
        Some(Webhook { state: WebhookState::Paused, state_since, .. }) if state_since <= now - WEBHOOK_PATIENCE_MS => {
            definitions::disable(transaction, recorder, id, DisabledReason::PausedTooLong, now)?;
            Ok(false)
        }
        _ => Ok(false),
    }
}

/// Plans for one webhook; tells whether events are left.
fn plan(transaction: &Transaction<'_>, tenant: &str, webhook: &Webhook, now: UnixMs) -> rusqlite::Result<bool> {
    let id = webhook.id.to_string();
    let find = "SELECT position, event_number FROM webhooks, owner WHERE id = ?1";
    let (position, last): (i64, i64) =
        transaction.prepare_cached(find)?.query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if position >= last {
        return Ok(false);
    }
    let find = format!("SELECT e.number, {COLUMNS} FROM events e WHERE e.number > ?1 ORDER BY e.number LIMIT ?2");
    let mut find = transaction.prepare_cached(&find)?;
    let mut rows = find.query([position, AT_ONCE])?;
    let (mut looked_at, mut reached) = (0, last);
    while let Some(row) = rows.next()? {
        looked_at += 1;
        reached = row.get("number")?;
        if let Some(name) = event_names::name(transaction, row)?.filter(|name| webhook.events.takes(name)) {
            add(transaction, tenant, &id, &ToAdd { number: reached, name, lane: lane(row)? }, now)?;
        }
    }
    let reached = if looked_at < AT_ONCE { last } else { reached };
    transaction.prepare_cached("UPDATE webhooks SET position = ?2 WHERE id = ?1")?.execute(params![id, reached])?;
    Ok(reached < last)
}

/// An event of which a delivery is made.
pub(super) struct ToAdd {
    pub(super) number: i64,
    /// What it is called by now.
    pub(super) name: &'static str,
    pub(super) lane: String,
}

/// Adds a delivery behind those of its lane. One that there is already stays as it is.
pub(super) fn add(
    transaction: &Transaction<'_>,
    tenant: &str,
    webhook: &str,
    event: &ToAdd,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let delivery = DeliveryId::from_parts(now, rand::random()).to_string();
    let ToAdd { number, name, lane } = event;
    transaction
        .prepare_cached(webhook_lanes::ADD)?
        .execute(params![delivery, tenant, webhook, number, name, lane, now.0])?;
    Ok(())
}

/// In which lane an event goes: its chat's, or that of all that are about none.
pub(super) fn lane(event: &Row<'_>) -> rusqlite::Result<String> {
    Ok(event.get::<_, Option<String>>("chat_id")?.unwrap_or_default())
}
