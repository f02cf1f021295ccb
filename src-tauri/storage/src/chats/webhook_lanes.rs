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
    transaction.execute(FORGET_BEFORE, [number])?;
    Ok(())
}

/// By each webhook, since numbers stand in an index behind them.
const FORGET_BEFORE: &str = "DELETE FROM webhook_deliveries
                             WHERE webhook_id IN (SELECT id FROM webhooks) AND event_number < ?1 AND state <> 'waiting'";

/// Lets the first that waits in a lane go, and those behind it wait for it. A webhook for which nothing waits any more does
/// not fail.
pub(super) fn settle(transaction: &Transaction<'_>, webhook: &str, lane: &str, now: UnixMs) -> rusqlite::Result<()> {
    let first: Option<i64> = transaction.prepare_cached(FIRST)?.query_row([webhook, lane], |row| row.get(0))?;
    let Some(first) = first else {
        transaction.prepare_cached(NOTHING_FAILS)?.execute([webhook])?;
        return Ok(());
    };
    transaction.prepare_cached(HOLD)?.execute(params![webhook, lane, first])?;
    transaction.prepare_cached(GO)?.execute(params![webhook, first, now.0])?;
    Ok(())
}

const FIRST: &str = "SELECT min(event_number) FROM webhook_deliveries INDEXED BY webhook_lanes
                     WHERE webhook_id = ?1 AND lane = ?2 AND state = 'waiting'";
/// By an index of those alone that have a time: of a lane that is one, however many wait behind it.
const HOLD: &str = "UPDATE webhook_deliveries SET next_at_ms = NULL
                    WHERE webhook_id = ?1 AND lane = ?2 AND event_number > ?3 AND next_at_ms IS NOT NULL";
const GO: &str = "UPDATE webhook_deliveries SET next_at_ms = coalesce(next_at_ms, ?3)
                  WHERE webhook_id = ?1 AND event_number = ?2";

/// What has waited for too long in a lane.
pub(super) const GIVE_UP: &str = "UPDATE webhook_deliveries INDEXED BY webhook_lanes
                                  SET state = 'failed', failure = ?5, next_at_ms = NULL, ended_at_ms = ?4
                                  WHERE webhook_id = ?1 AND lane = ?2 AND state = 'waiting' AND waits_since_ms <= ?3";

/// Another delivery, which waits for what waits in its lane.
pub(super) const ADD: &str = "INSERT OR IGNORE INTO webhook_deliveries
       (id, tenant_id, webhook_id, event_number, event_name, lane, state, waits_since_ms, next_at_ms)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7,
             CASE WHEN EXISTS (SELECT 1 FROM webhook_deliveries INDEXED BY webhook_lanes
                               WHERE webhook_id = ?3 AND lane = ?6 AND state = 'waiting')
                  THEN NULL ELSE ?7 END)";

const NOTHING_FAILS: &str = "UPDATE webhooks SET failing_since_ms = NULL
                             WHERE id = ?1 AND failing_since_ms IS NOT NULL AND state <> 'disabled' AND NOT EXISTS
                               (SELECT 1 FROM webhook_deliveries WHERE webhook_id = ?1 AND state = 'waiting')";

/// What waits in one chat's lanes goes on in another's, with which the chat became one.
pub(super) fn move_to(transaction: &Transaction<'_>, into: &str, from: &str) -> rusqlite::Result<()> {
    let webhooks: Vec<String> =
        transaction.prepare_cached(WHO_WAITS)?.query_map([from], |row| row.get(0))?.collect::<Result<_, _>>()?;
    transaction.execute(MOVE, [into, from])?;
    for webhook in webhooks {
        settle(transaction, &webhook, into, UnixMs(0))?;
    }
    Ok(())
}

const WHO_WAITS: &str = "SELECT DISTINCT webhook_id FROM webhook_deliveries WHERE lane = ?1 AND state = 'waiting'";
const MOVE: &str = "UPDATE webhook_deliveries SET lane = ?1 WHERE lane = ?2";

/// Forgets what receivers answered to deliveries about a chat.
pub(super) fn forget_answers_about(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    transaction.execute(FORGET_ANSWERS, [chat])?;
    Ok(())
}

const FORGET_ANSWERS: &str = "UPDATE webhook_deliveries SET log = '[]' WHERE lane = ?1";

/// Forgets what receivers answered with a person's number in it.
pub(super) fn forget_answers_naming(transaction: &Transaction<'_>, user: &str) -> rusqlite::Result<()> {
    transaction.execute("UPDATE webhook_deliveries SET log = '[]' WHERE instr(log, ?1) > 0", [user])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_about_one_chat_and_what_is_old_is_found_without_a_look_at_the_rest() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        for (statement, index) in [
            (FORGET_BEFORE, "(webhook_id=? AND event_number<?)"),
            (FIRST, "INDEX webhook_lanes (webhook_id=? AND lane=?)"),
            (GIVE_UP, "INDEX webhook_lanes (webhook_id=? AND lane=?)"),
            (ADD, "INDEX webhook_lanes (webhook_id=? AND lane=?)"),
            (HOLD, "INDEX webhook_firsts (webhook_id=? AND lane=? AND event_number>?)"),
            (GO, "(webhook_id=? AND event_number=?)"),
            (NOTHING_FAILS, "INDEX webhook_states (webhook_id=? AND state=?)"),
            (WHO_WAITS, "INDEX webhook_by_lane (lane=?)"),
            (MOVE, "INDEX webhook_by_lane (lane=?)"),
            (FORGET_ANSWERS, "INDEX webhook_by_lane (lane=?)"),
        ] {
            let plan = crate::database::plan(&db, statement);
            assert!(plan.contains(index) && !plan.contains("SCAN webhook_deliveries"), "{statement}: {plan}");
        }
    }
}
