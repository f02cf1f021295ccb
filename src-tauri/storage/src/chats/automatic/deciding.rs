//! Whether somebody who writes is sent something without anybody.

use portaria_domain::{
    ANSWERED_WITHIN_MS, Asked, AutomaticKind, AutomaticMessages, AwayWhen, ChatId, ChatKind, Received, UnixMs,
};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::chats::parties::IS_BLOCKED;
use crate::chats::{automatic_columns, hours_rows};

/// The number under which WhatsApp itself writes; nobody reads what it is answered.
const WHATSAPP: &str = "0";
/// How long after pairing the phone's past may still be coming, in milliseconds. Not every phone says that all of it has come.
const PAST_COMES_WITHIN_MS: i64 = 6 * 60 * 60 * 1_000;

/// Decides it for a message that is kept in row `row` and that says what it says only now; tells whether something is due.
/// Only in chats of two, and only for what was written within the last minutes: nothing answers what waited for a connection.
pub(in crate::chats) fn decide(
    transaction: &Transaction<'_>,
    tenant: &str,
    (chat, row): (ChatId, i64),
    received: &Received,
    now: UnixMs,
) -> rusqlite::Result<bool> {
    let is_fresh = received.at.is_some_and(|at| now.since_ms(at) < ANSWERED_WITHIN_MS);
    let asks = !received.key.from_me && received.content.counts_as_unread() && !received.content.is_missing();
    let is_whatsapp = received.chat().pn.as_ref().is_some_and(|pn| pn.user() == WHATSAPP);
    if received.chat_kind != ChatKind::Direct || is_whatsapp || !is_fresh || !asks {
        return Ok(false);
    }
    let messages = automatic_columns::find(transaction)?;
    if !messages.is_any_on() {
        return Ok(false);
    }
    let Some(asked) = asked(transaction, &messages, (chat, row), now)? else { return Ok(false) };
    let needs_hours = messages.away.is_on && messages.away.when == AwayWhen::OutsideHours;
    let hours = if needs_hours { hours_rows::current(transaction)? } else { None };
    let Some(kind) = messages.wanted(&asked, hours.map(|hours| hours.is_open(now)), now) else { return Ok(false) };
    let keep =
        "INSERT INTO automatic_answers (chat_id, kind, tenant_id, decided_at_ms, is_due) VALUES (?1, ?2, ?3, ?4, 1)
                ON CONFLICT (chat_id, kind) DO UPDATE SET decided_at_ms = excluded.decided_at_ms, is_due = 1";
    transaction.prepare_cached(keep)?.execute(params![chat.to_string(), kind.as_str(), tenant, now.0])?;
    Ok(true)
}

/// What is known of the chat; `None`: nobody there is sent anything.
fn asked(
    transaction: &Transaction<'_>,
    messages: &AutomaticMessages,
    (chat, row): (ChatId, i64),
    now: UnixMs,
) -> rusqlite::Result<Option<Asked>> {
    // What is due for too long was never said.
    let find = format!(
        "SELECT c.book_name <> '' AS is_in_address_book, c.answered_at_ms,
                       {IS_BLOCKED} AS is_blocked,
                       (SELECT decided_at_ms FROM automatic_answers a
                        WHERE a.chat_id = c.id AND a.kind = ?2 AND (a.is_due = 0 OR a.decided_at_ms > ?3)) AS told_away_at_ms
                FROM chats c WHERE c.id = ?1"
    );
    let values = params![chat.to_string(), AutomaticKind::Away.as_str(), (now - ANSWERED_WITHIN_MS).0];
    let (is_blocked, mut asked): (bool, Asked) = transaction.prepare_cached(&find)?.query_row(values, |row| {
        let moment = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.map(UnixMs));
        let asked = Asked {
            is_in_address_book: row.get("is_in_address_book")?,
            told_away_at: moment("told_away_at_ms")?,
            answered_at: moment("answered_at_ms")?,
            written_at: None,
        };
        Ok((row.get("is_blocked")?, asked))
    })?;
    if messages.greeting.is_on {
        asked.written_at = written_before(transaction, (chat, row), now)?;
    }
    Ok((!is_blocked).then_some(asked))
}

/// When anything was last written in a chat before a message. While the phone's past is still coming, anything may have been
/// just now.
fn written_before(
    transaction: &Transaction<'_>,
    (chat, row): (ChatId, i64),
    now: UnixMs,
) -> rusqlite::Result<Option<UnixMs>> {
    let is_coming = "SELECT ifnull(paired_at_ms > ?1 AND ifnull(history_percent, 0) < 100, 0) FROM owner";
    let paired_since = now - PAST_COMES_WITHIN_MS;
    if transaction.prepare_cached(is_coming)?.query_row([paired_since.0], |row| row.get(0))? {
        return Ok(Some(now));
    }
    let find = "SELECT place_ms FROM messages WHERE chat_id = ?1 AND row <> ?2 AND is_shown = 1
                  AND json_extract(content, '$.kind') <> 'system'
                ORDER BY place_ms DESC, row DESC LIMIT 1";
    let found =
        transaction.prepare_cached(find)?.query_row(params![chat.to_string(), row], |row| row.get(0)).optional()?;
    Ok(found.map(UnixMs))
}
