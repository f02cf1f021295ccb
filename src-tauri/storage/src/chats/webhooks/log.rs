//! What became of deliveries, to look at.

use portaria_domain::{Attempt, DeliveryFailure, DeliveryId, DeliveryState, Event, EventNumber, UnixMs, WebhookId};
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
    /// Why it failed, where it did.
    pub failure: Option<DeliveryFailure>,
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
        self.database
            .read(move |db| {
                let id = webhook.to_string();
                match state {
                    None => db.prepare_cached(ALL)?.query_map(params![id, before, limit], read)?.collect(),
                    Some(state) => {
                        let values = params![id, before, limit, state_word(state)];
                        db.prepare_cached(IN_STATE)?.query_map(values, read)?.collect()
                    }
                }
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

const ALL: &str = "SELECT d.*, e.at_ms FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
                   WHERE d.webhook_id = ?1 AND d.event_number < ?2 ORDER BY d.event_number DESC LIMIT ?3";
const IN_STATE: &str = "SELECT d.*, e.at_ms FROM webhook_deliveries d JOIN events e ON e.number = d.event_number
                        WHERE d.webhook_id = ?1 AND d.event_number < ?2 AND d.state = ?4
                        ORDER BY d.event_number DESC LIMIT ?3";

const fn state_word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Failed => "failed",
    }
}

pub(super) const fn failure_word(failure: DeliveryFailure) -> &'static str {
    match failure {
        DeliveryFailure::TriedOut => "tried_out",
        DeliveryFailure::WaitedTooLong => "waited_too_long",
        DeliveryFailure::WebhookDisabled => "webhook_disabled",
    }
}

fn failure(row: &Row<'_>) -> rusqlite::Result<Option<DeliveryFailure>> {
    let Some(word) = row.get::<_, Option<String>>("failure")? else { return Ok(None) };
    let all = [DeliveryFailure::TriedOut, DeliveryFailure::WaitedTooLong, DeliveryFailure::WebhookDisabled];
    let known = all.into_iter().find(|failure| failure_word(*failure) == word);
    known.map(Some).ok_or_else(|| unreadable("failure", UnknownWord(word)))
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
        failure: failure(row)?,
        attempts: row.get("attempts")?,
        next_at: row.get::<_, Option<i64>>("next_at_ms")?.map(UnixMs),
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(UnixMs),
        log: parsed(row, "log")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use portaria_domain::AttemptFailure;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn a_page_is_read_without_a_look_at_the_rest() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        for (statement, index) in [
            (ALL, "(webhook_id=? AND event_number<?)"),
            (IN_STATE, "INDEX webhook_states (webhook_id=? AND state=? AND event_number<?)"),
        ] {
            let plan = crate::database::plan(&db, statement);
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{statement}: {plan}");
        }
    }

    #[test]
    fn what_was_there_before_waits_since_its_event_and_says_why_it_failed() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_version(&mut db, 23).unwrap();
        db.execute_batch(
            r#"INSERT INTO events (number, tenant_id, at_ms, kind) VALUES (1, 't', 70, 'labels_changed');
             INSERT INTO webhooks (id, tenant_id, url, events, headers, secret, state, state_since_ms, position,
                                   created_at_ms) VALUES ('w', 't', '', '[]', '[]', '', 'active', 0, 3, 0);
             INSERT INTO webhook_deliveries (id, tenant_id, webhook_id, event_number, event_name, lane, state, attempts)
             VALUES ('a', 't', 'w', 1, '', '', 'waiting', 1), ('b', 't', 'w', 2, '', '', 'failed', 10),
                    ('c', 't', 'w', 3, '', '', 'failed', 2), ('d', 't', 'w', 4, '', '', 'delivered', 10);
             UPDATE webhook_deliveries SET log = '[{"at":5,"took_ms":1,"status":500,"failure":"refused","answer":"x"},
                                                   {"at":9,"took_ms":1,"status":null,"failure":"too_slow","answer":"y"}]'
               WHERE id = 'b';
             UPDATE webhook_deliveries SET log = '[{"at":8,"took_ms":1,"status":200,"failure":null,"answer":"z"}]'
               WHERE id = 'd';"#,
        )
        .unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let mut find = db.prepare("SELECT waits_since_ms, failure FROM webhook_deliveries ORDER BY id").unwrap();
        let found = find.query_map([], |row| Ok((row.get::<_, i64>(0)?, failure(row)?))).unwrap();
        let found: Vec<_> = found.map(Result::unwrap).collect();
        let (tried_out, disabled) = (Some(DeliveryFailure::TriedOut), Some(DeliveryFailure::WebhookDisabled));
        assert_eq!(found, [(70, None), (0, tried_out), (0, disabled), (0, None)]);
        let last: Attempt =
            db.query_row("SELECT last_attempt FROM webhooks", [], |row| parsed(row, "last_attempt")).unwrap();
        let failure = Some(AttemptFailure::TooSlow);
        assert_eq!(last, Attempt { at: UnixMs(9), took_ms: 1, status: None, failure, answer: String::new() });
    }
}
