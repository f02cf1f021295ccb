//! The webhooks themselves.

use portaria_domain::{
    Attempt, DisabledReason, EventFilter, MOST_WEBHOOKS, Secret, UnixMs, Webhook, WebhookHeader, WebhookId,
    WebhookSecrets, WebhookState,
};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use crate::StorageError;
use crate::chats::ChatStore;
use crate::chats::columns::{UnknownWord, json, parsed, text};
use crate::chats::events::Recorder;
use crate::control::unreadable;

/// A webhook to make.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Where to.
    pub url: String,
    /// Which events.
    pub events: EventFilter,
    /// What is sent along.
    pub headers: Vec<WebhookHeader>,
    /// Files up to so many bytes are sent along, too.
    pub inline_media_bytes: u32,
    /// What deliveries are signed with.
    pub secret: Secret<String>,
}

/// What of a webhook is to be otherwise; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct WebhookChange {
    /// Where to.
    pub url: Option<String>,
    /// Which events: it decides also what of that which waits is sent.
    pub events: Option<EventFilter>,
    /// What is sent along.
    pub headers: Option<Vec<WebhookHeader>>,
    /// Files up to so many bytes are sent along, too.
    pub inline_media_bytes: Option<u32>,
}

/// What became of a webhook that was to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedWebhook {
    /// It is kept, and takes what happens from now on.
    Saved(Box<Webhook>),
    /// There are as many as there may be.
    TooMany,
}

/// A webhook, and how it goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookOverview {
    /// The webhook.
    pub webhook: Webhook,
    /// The last attempt at its address, without the receiver's answer.
    pub last_attempt: Option<Attempt>,
    /// How many deliveries wait.
    pub waiting_count: u64,
}

impl ChatStore {
    /// Every webhook and how it goes with it, the oldest first.
    pub async fn webhook_overviews(&self) -> Result<Vec<WebhookOverview>, StorageError> {
        self.database.read(|db| db.prepare_cached(OVERVIEWS)?.query_map([], overview)?.collect()).await
    }

    /// Every webhook, the oldest first.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, StorageError> {
        self.database.read(all).await
    }

    /// One of them.
    pub async fn webhook(&self, id: WebhookId) -> Result<Option<Webhook>, StorageError> {
        self.database.read(move |db| find(db, id)).await
    }

    pub(crate) async fn add_webhook(&self, new: NewWebhook, now: UnixMs) -> Result<SavedWebhook, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let count: i64 = transaction.query_row("SELECT count(*) FROM webhooks", [], |row| row.get(0))?;
                if usize::try_from(count).is_ok_and(|count| count >= MOST_WEBHOOKS) {
                    return Ok(SavedWebhook::TooMany);
                }
                let id = WebhookId::from_parts(now, rand::random());
                let add = "INSERT INTO webhooks (id, tenant_id, url, events, headers, secret, state, state_since_ms,
                                                 position, created_at_ms, inline_media_bytes)
                           SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'active', ?7, event_number, ?7, ?8 FROM owner";
                let (events, headers) = (json(&new.events), written(&new.headers));
                let (secret, inline) = (new.secret.expose(), new.inline_media_bytes);
                let values = params![id.to_string(), tenant, new.url, events, headers, secret, now.0, inline];
                transaction.execute(add, values)?;
                let webhook = find(transaction, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                Ok(SavedWebhook::Saved(Box::new(webhook)))
            })
            .await
    }

    /// Changes a webhook, and gives it as it is then; at another address nothing has failed yet. `None`: there is no such one.
    pub async fn change_webhook(&self, id: WebhookId, change: WebhookChange) -> Result<Option<Webhook>, StorageError> {
        self.database
            .write(move |transaction| {
                let write = "UPDATE webhooks SET url = coalesce(?2, url), events = coalesce(?3, events),
                               headers = coalesce(?4, headers),
                               inline_media_bytes = coalesce(?5, inline_media_bytes),
                               failing_since_ms = CASE WHEN url = coalesce(?2, url) THEN failing_since_ms END,
                               last_attempt = CASE WHEN url = coalesce(?2, url) THEN last_attempt END
                             WHERE id = ?1";
                let events = change.events.as_ref().map(json);
                let headers = change.headers.as_deref().map(written);
                let inline = change.inline_media_bytes;
                transaction.execute(write, params![id.to_string(), change.url, events, headers, inline])?;
                Ok(find(transaction, id)?)
            })
            .await
    }

    /// Gives a webhook another secret; the one before holds until a moment. `None`: there is no such one.
    pub async fn rotate_webhook(
        &self,
        id: WebhookId,
        secret: Secret<String>,
        until: UnixMs,
    ) -> Result<Option<Webhook>, StorageError> {
        self.database
            .write(move |transaction| {
                let write = "UPDATE webhooks SET old_secret = secret, old_secret_until_ms = ?3, secret = ?2
                             WHERE id = ?1";
                transaction.execute(write, params![id.to_string(), secret.expose(), until.0])?;
                Ok(find(transaction, id)?)
            })
            .await
    }

    /// Lets what happens wait. One that is disabled stays so. `None`: there is no such one.
    pub async fn pause_webhook(&self, id: WebhookId, now: UnixMs) -> Result<Option<Webhook>, StorageError> {
        self.database
            .write(move |transaction| {
                let write = "UPDATE webhooks SET state = 'paused', state_since_ms = ?2
                             WHERE id = ?1 AND state = 'active'";
                transaction.execute(write, params![id.to_string(), now.0])?;
                Ok(find(transaction, id)?)
            })
            .await
    }

    /// Sends again: after a pause also what happened meanwhile, and of one that was disabled only what happens from now
    /// on. `None`: there is no such one.
    pub async fn resume_webhook(&self, id: WebhookId, now: UnixMs) -> Result<Option<Webhook>, StorageError> {
        self.database
            .write(move |transaction| {
                let write = "UPDATE webhooks SET
                               position = CASE WHEN state = 'disabled' THEN (SELECT event_number FROM owner)
                                               ELSE position END,
                               state = 'active', disabled_reason = NULL, state_since_ms = ?2, failing_since_ms = NULL
                             WHERE id = ?1 AND state <> 'active'";
                transaction.execute(write, params![id.to_string(), now.0])?;
                Ok(find(transaction, id)?)
            })
            .await
    }

    /// Takes a webhook away, with everything that waits for it; tells whether there was one, and whether others are left.
    pub(crate) async fn remove_webhook(&self, id: WebhookId) -> Result<(bool, bool), StorageError> {
        self.database
            .write(move |transaction| {
                let removed = transaction.execute("DELETE FROM webhooks WHERE id = ?1", [id.to_string()])? > 0;
                let are_left = transaction.query_row("SELECT EXISTS (SELECT 1 FROM webhooks)", [], |row| row.get(0))?;
                Ok((removed, are_left))
            })
            .await
    }
}

/// Every webhook, the oldest first.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<Webhook>> {
    db.prepare_cached("SELECT * FROM webhooks ORDER BY id")?.query_map([], read)?.collect()
}

/// One of them.
pub(super) fn find(db: &Connection, id: WebhookId) -> rusqlite::Result<Option<Webhook>> {
    db.prepare_cached("SELECT * FROM webhooks WHERE id = ?1")?.query_row([id.to_string()], read).optional()
}

/// Disables a webhook, lets go of what waits for it, and says so.
pub(super) fn disable(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    id: WebhookId,
    reason: DisabledReason,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let disable = "UPDATE webhooks SET state = 'disabled', disabled_reason = ?2, state_since_ms = ?3 WHERE id = ?1";
    transaction.execute(disable, params![id.to_string(), reason_word(reason), now.0])?;
    let let_go = "UPDATE webhook_deliveries SET state = 'failed', failure = 'webhook_disabled', next_at_ms = NULL,
                    ended_at_ms = ?2
                  WHERE webhook_id = ?1 AND state = 'waiting'";
    transaction.execute(let_go, params![id.to_string(), now.0])?;
    recorder.webhook_disabled(id, reason);
    Ok(())
}

const fn reason_word(reason: DisabledReason) -> &'static str {
    match reason {
        DisabledReason::Gone => "gone",
        DisabledReason::Failing => "failing",
        DisabledReason::PausedTooLong => "paused_too_long",
    }
}

fn written(headers: &[WebhookHeader]) -> String {
    let pairs: Vec<_> = headers.iter().map(|header| (&header.name, header.value.expose())).collect();
    json(&pairs)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Webhook> {
    let headers: Vec<(String, String)> = parsed(row, "headers")?;
    let earlier = row.get::<_, Option<String>>("old_secret")?.map(Secret::new);
    let until = row.get::<_, Option<i64>>("old_secret_until_ms")?.map(UnixMs);
    Ok(Webhook {
        id: row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?,
        url: text(row, "url")?,
        events: parsed(row, "events")?,
        headers: headers.into_iter().map(|(name, value)| WebhookHeader { name, value: Secret::new(value) }).collect(),
        inline_media_bytes: row.get("inline_media_bytes")?,
        secrets: WebhookSecrets { current: Secret::new(text(row, "secret")?), earlier: earlier.zip(until) },
        state: state(row)?,
        state_since: UnixMs(row.get("state_since_ms")?),
        failing_since: row.get::<_, Option<i64>>("failing_since_ms")?.map(UnixMs),
        created_at: UnixMs(row.get("created_at_ms")?),
    })
}

const OVERVIEWS: &str = "SELECT w.*, (SELECT count(*) FROM webhook_deliveries d
                                     WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting_count
                         FROM webhooks w ORDER BY w.id";

fn overview(row: &Row<'_>) -> rusqlite::Result<WebhookOverview> {
    let last_attempt = match row.get_ref("last_attempt")? {
        ValueRef::Null => None,
        _ => Some(parsed(row, "last_attempt")?),
    };
    let waiting_count = u64::try_from(row.get::<_, i64>("waiting_count")?).unwrap_or(0);
    Ok(WebhookOverview { webhook: read(row)?, last_attempt, waiting_count })
}

fn state(row: &Row<'_>) -> rusqlite::Result<WebhookState> {
    let word = text(row, "state")?;
    let reason: Option<String> = row.get("disabled_reason")?;
    match (word.as_str(), reason.as_deref()) {
        ("active", _) => Ok(WebhookState::Active),
        ("paused", _) => Ok(WebhookState::Paused),
        ("disabled", Some("gone")) => Ok(WebhookState::Disabled(DisabledReason::Gone)),
        ("disabled", Some("failing")) => Ok(WebhookState::Disabled(DisabledReason::Failing)),
        ("disabled", Some("paused_too_long")) => Ok(WebhookState::Disabled(DisabledReason::PausedTooLong)),
        _ => Err(unreadable("state", UnknownWord(format!("{word} {}", reason.unwrap_or_default())))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_waits_is_counted_without_a_look_at_the_rest() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, OVERVIEWS);
        assert!(plan.contains("COVERING INDEX webhook_states (webhook_id=? AND state=?)"), "{plan}");
    }
}
