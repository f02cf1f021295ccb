//! Events become deliveries.

use portaria_domain::{DeliveryId, DisabledReason, Event, UnixMs, WEBHOOK_PATIENCE_MS, Webhook, WebhookState};
use rusqlite::{Transaction, params};

use super::definitions;
use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, events};

/// How many events are looked at in one transaction, for one webhook.
const AT_ONCE: i64 = 500;

/// What came of planning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Whether there is more to do at once.
    pub is_more: bool,
    /// That webhooks were disabled.
    pub events: Vec<Event>,
}

impl ChatStore {
    /// Makes deliveries of the events after each webhook's position and moves the position, in one transaction; disables
    /// webhooks that were paused for too long.
    pub async fn plan_deliveries(&self, now: UnixMs) -> Result<Planned, StorageError> {
        let long_ago = now - WEBHOOK_PATIENCE_MS;
        let is_needed = "SELECT EXISTS (SELECT 1 FROM webhooks WHERE
                           (state = 'active' AND position < (SELECT event_number FROM owner))
                           OR (state = 'paused' AND state_since_ms <= ?1))";
        let look = move |db: &rusqlite::Connection| {
            db.prepare_cached(is_needed)?.query_row([long_ago.0], |row| row.get::<_, bool>(0))
        };
        if !self.database.read(look).await? {
            return Ok(Planned::default());
        }
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let mut is_more = false;
                for webhook in definitions::all(transaction)? {
                    match webhook.state {
                        WebhookState::Active => is_more |= plan(transaction, &tenant, &webhook, now)?,
                        WebhookState::Paused if webhook.state_since <= long_ago => {
                            let reason = DisabledReason::PausedTooLong;
                            definitions::disable(transaction, &mut recorder, webhook.id, reason, now)?;
                        }
                        WebhookState::Paused | WebhookState::Disabled(_) => {}
                    }
                }
                let events = recorder.finish()?;
                Ok(Planned { is_more: is_more || !events.is_empty(), events })
            })
            .await
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
    let (events, reached) = events::some_after(transaction, position, AT_ONCE)?;
    for event in events.iter().filter(|event| webhook.events.takes(event.body.name())) {
        add(transaction, tenant, &id, event, now)?;
    }
    let reached = reached.unwrap_or(last);
    transaction.prepare_cached("UPDATE webhooks SET position = ?2 WHERE id = ?1")?.execute(params![id, reached])?;
    Ok(reached < last)
}

/// Adds a delivery behind those of its lane. One that there is already stays as it is.
pub(super) fn add(
    transaction: &Transaction<'_>,
    tenant: &str,
    webhook: &str,
    event: &Event,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let delivery = DeliveryId::from_parts(now, rand::random()).to_string();
    let (number, lane) = (i64::try_from(event.number).unwrap_or(i64::MAX), lane(event));
    let add = "INSERT OR IGNORE INTO webhook_deliveries
                 (id, tenant_id, webhook_id, event_number, event_name, lane, state, next_at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting',
                       CASE WHEN EXISTS (SELECT 1 FROM webhook_deliveries
                                         WHERE webhook_id = ?3 AND lane = ?6 AND state = 'waiting')
                            THEN NULL ELSE ?7 END)";
    let name = event.body.name();
    transaction.prepare_cached(add)?.execute(params![delivery, tenant, webhook, number, name, lane, now.0])?;
    Ok(())
}

/// In which lane an event goes: its chat's, or that of all that are about none.
pub(super) fn lane(event: &Event) -> String {
    event.body.chat().map(|chat| chat.to_string()).unwrap_or_default()
}
