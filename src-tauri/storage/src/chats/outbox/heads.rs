//! Heads of albums that did not leave. Nobody sees them, so they follow what becomes of their parts.

use portaria_domain::MessageStatus;
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::chats::albums;

/// Has the head of a message's album leave again, where it did not either: its parts are one only behind it.
pub(super) fn send_again(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<()> {
    let Some(head) = of(transaction, message)? else { return Ok(()) };
    let again = "UPDATE outbox SET state = 'waiting', attempts = 0, next_at_ms = 0 WHERE message_row = ?1";
    transaction.execute(again, [head])?;
    let queue = "UPDATE messages SET status = ?2, failure = NULL WHERE row = ?1";
    transaction.execute(queue, params![head, MessageStatus::Queued.as_str()])?;
    Ok(())
}

/// Takes out the head of a message's album with the last of its parts: there is nothing more that it could go before.
pub(super) fn leave_with(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<()> {
    let Some(head) = of(transaction, message)? else { return Ok(()) };
    let others = format!(
        "SELECT EXISTS (SELECT 1 FROM messages m JOIN messages a ON {} WHERE m.row = ?1 AND a.row <> ?1)",
        albums::parts("a")
    );
    if !transaction.prepare_cached(&others)?.query_row([message], |row| row.get::<_, bool>(0))? {
        transaction.execute("DELETE FROM outbox WHERE message_row = ?1", [head])?;
        transaction.execute("DELETE FROM messages WHERE row = ?1", [head])?;
    }
    Ok(())
}

/// The head of an own message's album, where it did not leave and will not by itself.
fn of(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<Option<i64>> {
    let find = "SELECT h.row FROM messages m
                JOIN messages h ON h.sender_key = 'me' AND h.id = json_extract(m.context, '$.album') AND h.chat_id = m.chat_id
                JOIN outbox o ON o.message_row = h.row AND o.state = 'dead'
                WHERE m.row = ?1 AND m.from_me = 1";
    transaction.prepare_cached(find)?.query_row([message], |row| row.get(0)).optional()
}
