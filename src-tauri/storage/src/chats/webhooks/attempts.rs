//! What came of an attempt.

use portaria_domain::{
    AfterAttempt, Attempt, DeliveryFailure, DeliveryId, DisabledReason, Event, Tries, UnixMs, WEBHOOK_PATIENCE_MS,
    Webhook, WebhookId, WebhookState,
};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::definitions;
use super::log::failure_word;
use crate::StorageError;
use crate::chats::columns::{json, parsed};
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, webhook_lanes};

/// How many attempts of one delivery are kept: all of its schedule, and some that somebody asked for.
const ATTEMPTS_KEPT: usize = 20;

/// A delivery as it was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedDelivery {
    /// Its webhook.
    pub webhook: WebhookId,
    /// Its identity.
    pub id: DeliveryId,
    /// Where it was sent: the webhook may have another address by now.
    pub url: String,
    /// How far it had come: it may be sent again by now, as if it were new.
    pub tries: Tries,
    /// What came of it.
    pub attempt: Attempt,
}

impl ChatStore {
    /// Keeps an attempt and what follows it. Gives the event where it was the one with which its webhook was disabled. What
    /// a receiver at an earlier address answers says nothing of the webhook.
    pub async fn record_attempt(
        &self,
        tried: TriedDelivery,
        follows: AfterAttempt,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(of) = definitions::find(transaction, tried.webhook)? else { return Ok(Vec::new()) };
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let follows = match follows {
                    _ if of.url == tried.url => {
                        note(transaction, &of, &tried.attempt)?;
                        judge(transaction, &mut recorder, &of, follows, now)?;
                        follows
                    }
                    AfterAttempt::Gone => AfterAttempt::Again(now),
                    other => other,
                };
                // Afterwards: where nothing waits any more, nothing fails.
                keep(transaction, tried, follows, now)?;
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Writes down what became of the delivery. One that was let go while it was tried stays so; of one that was sent again
/// meanwhile only the attempt is kept.
fn keep(
    transaction: &Transaction<'_>,
    TriedDelivery { id, tries, attempt, .. }: TriedDelivery,
    follows: AfterAttempt,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let id = id.to_string();
    let find = "SELECT webhook_id, lane, attempts, waits_since_ms, log FROM webhook_deliveries WHERE id = ?1";
    let found = transaction
        .prepare_cached(find)?
        .query_row([&id], |row| {
            let tries =
                Tries { number: row.get::<_, u32>("attempts")? + 1, waits_since: UnixMs(row.get("waits_since_ms")?) };
            Ok((row.get::<_, String>("webhook_id")?, row.get::<_, String>("lane")?, tries, parsed(row, "log")?))
        })
        .optional()?;
    let Some((webhook, lane, tries_by_now, mut log)) = found else { return Ok(()) };
    let log: &mut Vec<Attempt> = &mut log;
    log.push(attempt);
    log.drain(..log.len().saturating_sub(ATTEMPTS_KEPT));
    if tries_by_now != tries {
        let write = "UPDATE webhook_deliveries SET log = ?2 WHERE id = ?1";
        transaction.prepare_cached(write)?.execute(params![id, json(log)])?;
        return Ok(());
    }
    let (state, next_at, failure) = match follows {
        AfterAttempt::Delivered => ("delivered", None, None),
        AfterAttempt::Again(at) => ("waiting", Some(at.0), None),
        AfterAttempt::GivenUp(why) => ("failed", None, Some(why)),
        AfterAttempt::Gone => ("failed", None, Some(DeliveryFailure::WebhookDisabled)),
    };
    let failure = failure.map(failure_word);
    let write = "UPDATE webhook_deliveries SET attempts = attempts + 1, log = ?2,
                   state = CASE WHEN state = 'waiting' OR ?3 = 'delivered' THEN ?3 ELSE state END,
                   failure = CASE WHEN state = 'waiting' OR ?3 = 'delivered' THEN ?6 ELSE failure END,
                   next_at_ms = CASE WHEN state = 'waiting' THEN ?4 END,
                   ended_at_ms = CASE WHEN ?3 = 'waiting' THEN ended_at_ms ELSE ?5 END
                 WHERE id = ?1";
    transaction.prepare_cached(write)?.execute(params![id, json(log), state, next_at, now.0, failure])?;
    if follows == AfterAttempt::GivenUp(DeliveryFailure::WaitedTooLong) {
        // What stands behind it and is as old would only be the next to hold its chat up.
        let long_ago = now - WEBHOOK_PATIENCE_MS;
        transaction
            .prepare_cached(webhook_lanes::GIVE_UP)?
            .execute(params![webhook, lane, long_ago.0, now.0, failure])?;
    }
    webhook_lanes::settle(transaction, &webhook, &lane, now)
}

/// Notes an attempt for the list of webhooks, without the receiver's answer.
fn note(transaction: &Transaction<'_>, webhook: &Webhook, attempt: &Attempt) -> rusqlite::Result<()> {
    let attempt = Attempt { answer: String::new(), ..attempt.clone() };
    let write = "UPDATE webhooks SET last_attempt = ?2 WHERE id = ?1";
    transaction.prepare_cached(write)?.execute(params![webhook.id.to_string(), json(&attempt)])?;
    Ok(())
}

/// Notes whether a webhook fails, and since when; disables it where that is long enough or its receiver wants nothing any
/// more.
fn judge(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    webhook: &Webhook,
    follows: AfterAttempt,
    now: UnixMs,
) -> rusqlite::Result<()> {
    if follows == AfterAttempt::Delivered {
        let well = "UPDATE webhooks SET failing_since_ms = NULL WHERE id = ?1 AND failing_since_ms IS NOT NULL";
        transaction.prepare_cached(well)?.execute([webhook.id.to_string()])?;
        return Ok(());
    }
    let since = webhook.failing_since.unwrap_or(now);
    let note = "UPDATE webhooks SET failing_since_ms = ?2 WHERE id = ?1";
    transaction.prepare_cached(note)?.execute(params![webhook.id.to_string(), since.0])?;
    let reason = if follows == AfterAttempt::Gone {
        DisabledReason::Gone
    } else if Webhook::has_failed_too_long(since, now) {
        DisabledReason::Failing
    } else {
        return Ok(());
    };
    if matches!(webhook.state, WebhookState::Disabled(_)) {
        return Ok(());
    }
    definitions::disable(transaction, recorder, webhook.id, reason, now)
}
