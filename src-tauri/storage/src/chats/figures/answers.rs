//! How long people waited for an answer, where messages come out of their order: from the phone's past, late from another
//! device, or as two chats become one. What comes in order the triggers see.

use portaria_domain::{ChatId, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};

/// A message of a chat, as far as it asks or answers.
struct Turn {
    place_ms: i64,
    is_own: bool,
}

/// Messages of a chat `?1` that ask, or that answer because they left. What nobody wrote is no answer.
const IS_TURN: &str = "
    m.chat_id = ?1 AND m.is_shown = 1 AND (m.from_me = 0 OR m.status IN ('sent', 'delivered', 'read', 'played'))
    AND json_extract(m.content, '$.kind') NOT IN ('album', 'system', 'call') AND m.is_automatic = 0";
/// The same in a file of an earlier version, where a person wrote everything.
const IS_TURN_BEFORE_0025: &str = "
    m.chat_id = ?1 AND m.is_shown = 1 AND (m.from_me = 0 OR m.status IN ('sent', 'delivered', 'read', 'played'))
    AND json_extract(m.content, '$.kind') NOT IN ('album', 'system', 'call')";

/// Looks anew at all that is here of a chat.
pub(in crate::chats) fn settle(transaction: &Transaction<'_>, tenant: &str, chat: &str) -> rusqlite::Result<()> {
    settle_span(transaction, tenant, chat, (i64::MIN, i64::MAX), IS_TURN)
}

/// The same in a file of an earlier version, while it is brought to this one.
pub(super) fn fill(transaction: &Transaction<'_>, tenant: &str, chat: &str) -> rusqlite::Result<()> {
    settle_span(transaction, tenant, chat, (i64::MIN, i64::MAX), IS_TURN_BEFORE_0025)
}

/// Looks anew at a chat around where messages were put in, from the first of them to the last.
pub(in crate::chats) fn settle_between(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    (first, last): (UnixMs, UnixMs),
) -> rusqlite::Result<()> {
    settle_span(transaction, tenant, &chat.to_string(), (first.0, last.0), IS_TURN)
}

/// The same where a message that arrived just now stands before one with which the account had answered already.
pub(in crate::chats) fn settle_if_late(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    place: UnixMs,
) -> rusqlite::Result<()> {
    let find = "SELECT answered_at_ms > ?2 FROM chats WHERE id = ?1";
    let is_late: Option<bool> =
        transaction.prepare_cached(find)?.query_row(params![chat.to_string(), place.0], |row| row.get(0))?;
    if is_late == Some(true) { settle_between(transaction, tenant, chat, (place, place)) } else { Ok(()) }
}

fn settle_span(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: &str,
    (first_ms, last_ms): (i64, i64),
    is_turn: &str,
) -> rusqlite::Result<()> {
    let find = "SELECT account FROM chats WHERE id = ?1 AND kind = 'direct'";
    let account: Option<i64> = transaction.prepare_cached(find)?.query_row([chat], |row| row.get(0)).optional()?;
    let Some(account) = account else { return Ok(()) };
    let find = format!(
        "SELECT m.place_ms, m.row FROM messages m WHERE {is_turn} AND m.from_me = 1 AND m.place_ms < ?2
         ORDER BY m.place_ms DESC, m.row DESC LIMIT 1"
    );
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let own_before: Option<(i64, i64)> =
        transaction.prepare_cached(&find)?.query_row(params![chat, first_ms], read).optional()?;
    let (turns, is_open) = turns(transaction, chat, own_before.unwrap_or((i64::MIN, 0)), last_ms, is_turn)?;
    // Nothing is forgotten of what stood before the first message that is still here, nor of who asks in the second in which
    // the last one answers.
    if let (Some(first), Some(last)) = (turns.first(), turns.last()) {
        let until_ms = if is_open { i64::MAX } else { last.place_ms };
        let before_ms = own_before.map_or(i64::MIN, |(place_ms, _)| place_ms);
        let forget = "DELETE FROM figure_answers WHERE chat_id = ?1 AND asked_at_ms >= ?2 AND answered_at_ms > ?4
                        AND (asked_at_ms < ?3 OR asked_at_ms = ?3 AND answered_at_ms = ?3)";
        transaction.prepare_cached(forget)?.execute(params![chat, first.place_ms, until_ms, before_ms])?;
    }
    let mut keep = transaction.prepare_cached(
        "INSERT INTO figure_answers (chat_id, asked_at_ms, account, answered_at_ms, tenant_id) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
    )?;
    let (mut asked_ms, mut own_ms) = (None, own_before.map(|(place_ms, _)| place_ms));
    for turn in &turns {
        if !turn.is_own {
            asked_ms = asked_ms.or(Some(turn.place_ms));
            continue;
        }
        own_ms = Some(turn.place_ms);
        if let Some(asked_ms) = asked_ms.take() {
            keep.execute(params![chat, asked_ms, account, turn.place_ms, tenant])?;
        }
    }
    if is_open {
        let stand = "UPDATE chats SET asked_at_ms = ?2, answered_at_ms = ?3 WHERE id = ?1";
        transaction.prepare_cached(stand)?.execute(params![chat, asked_ms, own_ms])?;
    }
    Ok(())
}

/// What follows an own message, up to the first own one behind a place; and whether there is none.
fn turns(
    transaction: &Transaction<'_>,
    chat: &str,
    (place_ms, row): (i64, i64),
    last_ms: i64,
    is_turn: &str,
) -> rusqlite::Result<(Vec<Turn>, bool)> {
    let find = format!(
        "SELECT m.place_ms, m.from_me FROM messages m WHERE {is_turn} AND (m.place_ms, m.row) > (?2, ?3) ORDER BY m.place_ms, m.row"
    );
    let mut find = transaction.prepare_cached(&find)?;
    let mut rows = find.query(params![chat, place_ms, row])?;
    let mut turns = Vec::new();
    while let Some(row) = rows.next()? {
        let turn = Turn { place_ms: row.get(0)?, is_own: row.get(1)? };
        let is_behind = turn.is_own && turn.place_ms > last_ms;
        turns.push(turn);
        if is_behind {
            return Ok((turns, false));
        }
    }
    Ok((turns, true))
}
