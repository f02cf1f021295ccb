//! What came of an attempt.

use portaria_domain::{
    AfterAttempt, Attempt, DeliveryFailure, DeliveryId, DisabledReason, Event, UnixMs, WEBHOOK_PATIENCE_MS, Webhook,
    WebhookId, WebhookState,
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

impl ChatStore {
    /// Keeps an attempt and what follows it. Gives the event where it was the one with which its webhook was disabled.
    pub async fn record_attempt(
        &self,
        webhook: WebhookId,
        delivery: DeliveryId,
        attempt: Attempt,
        follows: AfterAttempt,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(of) = definitions::find(transaction, webhook)? else { return Ok(Vec::new()) };
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if follows == AfterAttempt::Delivered {
                    let well = "UPDATE webhooks SET failing_since_ms = NULL
                                WHERE id = ?1 AND failing_since_ms IS NOT NULL";
                    transaction.prepare_cached(well)?.execute([webhook.to_string()])?;
                } else {
                    failed(transaction, &mut recorder, &of, follows, now)?;
                }
                // Afterwards: where nothing waits any more, nothing fails.
                keep(transaction, delivery, attempt, follows, now)?;
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Writes down what became of the delivery. One that was let go while it was tried, or asked for again, stays so.
fn keep(
    transaction: &Transaction<'_>,
    delivery: DeliveryId,
    attempt: Attempt,
    follows: AfterAttempt,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let id = delivery.to_string();
    let find = "SELECT webhook_id, lane, log FROM webhook_deliveries WHERE id = ?1";
    let found = transaction
        .prepare_cached(find)?
        .query_row([&id], |row| {
            Ok((row.get::<_, String>("webhook_id")?, row.get::<_, String>("lane")?, parsed(row, "log")?))
        })
        .optional()?;
    let Some((webhook, lane, mut log)) = found else { return Ok(()) };
    let log: &mut Vec<Attempt> = &mut log;
    log.push(attempt);
    log.drain(..log.len().saturating_sub(ATTEMPTS_KEPT));
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
        let give_up =
            "UPDATE webhook_deliveries SET state = 'failed', failure = ?5, next_at_ms = NULL, ended_at_ms = ?4
                       WHERE webhook_id = ?1 AND lane = ?2 AND state = 'waiting' AND waits_since_ms <= ?3";
        let long_ago = now - WEBHOOK_PATIENCE_MS;
        transaction.prepare_cached(give_up)?.execute(params![webhook, lane, long_ago.0, now.0, failure])?;
    }
    webhook_lanes::settle(transaction, &webhook, &lane, now)
}

/// Notes since when a webhook fails, and disables it where that is long enough or its receiver wants nothing any more.
fn failed(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    webhook: &Webhook,
    follows: AfterAttempt,
    now: UnixMs,
) -> rusqlite::Result<()> {
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
