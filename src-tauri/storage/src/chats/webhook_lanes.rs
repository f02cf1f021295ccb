//! What waits for webhooks: in which order it goes, and which events are kept for it.

use portaria_domain::UnixMs;
use rusqlite::{Connection, Transaction, params};

/// The earliest event that a webhook has still to take; `None`: no webhook needs any.
pub(super) fn first_needed(db: &Connection) -> rusqlite::Result<Option<i64>> {
    let find = "SELECT min(number) FROM (
                  SELECT min(position) + 1 AS number FROM webhooks WHERE state <> 'disabled'
                  UNION ALL SELECT min(event_number) FROM webhook_deliveries WHERE state = 'waiting')";
    db.prepare_cached(find)?.query_row([], |row| row.get(0))
}

/// Forgets deliveries of events before a number, of which nothing can be sent any more.
pub(super) fn forget_before(transaction: &Transaction<'_>, number: i64) -> rusqlite::Result<()> {
    let forget = "DELETE FROM webhook_deliveries WHERE event_number < ?1 AND state <> 'waiting'";
    transaction.execute(forget, [number])?;
    Ok(())
}

/// Lets the first that waits in a lane go, and those behind it wait for it.
pub(super) fn settle(transaction: &Transaction<'_>, webhook: &str, lane: &str, now: UnixMs) -> rusqlite::Result<()> {
    let first =
        "SELECT min(event_number) FROM webhook_deliveries WHERE webhook_id = ?1 AND lane = ?2 AND state = 'waiting'";
    let first: Option<i64> = transaction.prepare_cached(first)?.query_row([webhook, lane], |row| row.get(0))?;
    let Some(first) = first else { return Ok(()) };
    let hold = "UPDATE webhook_deliveries SET next_at_ms = NULL
                WHERE webhook_id = ?1 AND lane = ?2 AND event_number > ?3 AND next_at_ms IS NOT NULL";
    transaction.prepare_cached(hold)?.execute(params![webhook, lane, first])?;
    let go = "UPDATE webhook_deliveries SET next_at_ms = coalesce(next_at_ms, ?3)
              WHERE webhook_id = ?1 AND event_number = ?2";
    transaction.prepare_cached(go)?.execute(params![webhook, first, now.0])?;
    Ok(())
}

/// What waits in one chat's lanes goes on in another's, with which the chat became one.
pub(super) fn move_to(transaction: &Transaction<'_>, into: &str, from: &str) -> rusqlite::Result<()> {
    let find = "SELECT DISTINCT webhook_id FROM webhook_deliveries WHERE lane = ?1 AND state = 'waiting'";
    let webhooks: Vec<String> =
        transaction.prepare_cached(find)?.query_map([from], |row| row.get(0))?.collect::<Result<_, _>>()?;
    transaction.execute("UPDATE webhook_deliveries SET lane = ?1 WHERE lane = ?2", [into, from])?;
    for webhook in webhooks {
        settle(transaction, &webhook, into, UnixMs(0))?;
    }
    Ok(())
}

/// Forgets what receivers answered to deliveries about a chat.
pub(super) fn forget_answers_about(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    transaction.execute("UPDATE webhook_deliveries SET log = '[]' WHERE lane = ?1", [chat])?;
    Ok(())
}

/// Forgets what receivers answered with a person's number in it.
pub(super) fn forget_answers_naming(transaction: &Transaction<'_>, user: &str) -> rusqlite::Result<()> {
    transaction.execute("UPDATE webhook_deliveries SET log = '[]' WHERE instr(log, ?1) > 0", [user])?;
    Ok(())
}
