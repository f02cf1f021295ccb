//! Messages, from the oldest to the newest that was here when the erasure was asked for.

use std::collections::BTreeSet;

use portaria_domain::{ChatId, ChatKind, Content, Context};
use rusqlite::{Row, Transaction, params};

use super::record::Task;
use super::scrub;
use crate::chats::columns::{address, json, optional, parsed};
use crate::chats::events::Recorder;
use crate::chats::messages::{self, First};
use crate::chats::{directory, reads};

/// How many messages one step looks at.
const AT_ONCE: i64 = 2_000;

/// A message that is theirs, or may name them.
struct Seen {
    row: i64,
    chat: String,
    is_theirs: bool,
    content: Content,
    context: Option<Context>,
    original: Option<First>,
    kept: Option<First>,
}

/// Looks at some; tells whether there were any.
pub(super) fn erase(
    transaction: &Transaction<'_>,
    task: &mut Task,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<bool> {
    let find = "SELECT max(row) FROM (SELECT row FROM messages WHERE row > ?1 AND row <= ?2 ORDER BY row LIMIT ?3)";
    let bounds = params![task.walked_to, task.walk_end, AT_ONCE];
    let Some(last) = transaction.prepare_cached(find)?.query_row(bounds, |row| row.get::<_, Option<i64>>(0))? else {
        return Ok(false);
    };
    let (mut changed, mut unanswered) = (BTreeSet::new(), BTreeSet::new());
    for seen in seen(transaction, task, last)? {
        if seen.is_theirs {
            delete(transaction, seen.row)?;
            task.counts.messages += 1;
            changed.insert(seen.chat);
            continue;
        }
        let scrubbed = scrubbed(transaction, task, &seen, recorder)?;
        if scrubbed == Scrubbed::TheyWereNotInIt {
            continue;
        }
        task.counts.mentions += 1;
        if scrubbed == Scrubbed::ItNeverLeft {
            unanswered.insert(seen.chat.clone());
        }
        changed.insert(seen.chat);
    }
    for chat in changed {
        settle(transaction, &chat, recorder)?;
    }
    for chat in unanswered {
        // An answer that never leaves is none.
        messages::find_waiting(transaction, &chat)?;
    }
    task.walked_to = last;
    Ok(true)
}

/// Deletes a message, with what was said about it and what waits to leave.
pub(super) fn delete(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<()> {
    let marks = "DELETE FROM marks WHERE (chat_id, target_id, target_from_me) IN (SELECT chat_id, id, from_me FROM messages WHERE row = ?1)";
    transaction.prepare_cached(marks)?.execute([row])?;
    transaction.prepare_cached("DELETE FROM messages WHERE row = ?1")?.execute([row])?;
    Ok(())
}

/// A chat is what its remaining messages make it.
pub(super) fn settle(transaction: &Transaction<'_>, chat: &str, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    messages::find_newest(transaction, chat)?;
    let chat = directory::chat_id(chat)?;
    reads::recount(transaction, chat)?;
    recorder.chat_changed(chat);
    Ok(())
}

fn seen(transaction: &Transaction<'_>, task: &Task, last: i64) -> rusqlite::Result<Vec<Seen>> {
    let find =
        "SELECT m.row, m.chat_id, m.sender_pn, m.sender_lid, m.from_me, m.content, m.context, m.original, m.kept,
                       c.kind, c.pn, c.lid
                FROM messages m JOIN chats c ON c.id = m.chat_id WHERE m.row > ?1 AND m.row <= ?2 ORDER BY m.row";
    let mut find = transaction.prepare_cached(find)?;
    let mut rows = find.query(params![task.walked_to, last])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let is_own: bool = row.get("from_me")?;
        let is_with_them =
            row.get_ref("kind")?.as_str()? == ChatKind::Direct.as_str() && task.whose.is(&address(row, "pn", "lid")?);
        let is_theirs = is_with_them || (!is_own && task.whose.is(&address(row, "sender_pn", "sender_lid")?));
        if is_theirs || names(row, task)? {
            found.push(Seen {
                row: row.get("row")?,
                chat: row.get("chat_id")?,
                is_theirs,
                content: parsed(row, "content")?,
                context: optional(row, "context")?,
                original: optional(row, "original")?,
                kept: optional(row, "kept")?,
            });
        }
    }
    Ok(found)
}

/// Whether a number or privacy id of theirs stands anywhere in a message; a card may write it otherwise.
fn names(row: &Row<'_>, task: &Task) -> rusqlite::Result<bool> {
    for column in ["content", "context", "original", "kept"] {
        let Some(text) = row.get_ref(column)?.as_str_or_null()? else { continue };
        if task.whose.may_be_in(text) || text.contains(r#""kind":"contacts""#) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What became of another's message.
#[derive(PartialEq, Eq)]
enum Scrubbed {
    /// It stays as it is.
    TheyWereNotInIt,
    /// They are taken out of it.
    TheyWereTakenOut,
    /// It is gone: it was composed here with them in it, and had not left.
    ItNeverLeft,
}

/// Takes them out of another's message. What was composed with them in it does not leave.
fn scrubbed(
    transaction: &Transaction<'_>,
    task: &Task,
    seen: &Seen,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<Scrubbed> {
    let whose = &task.whose;
    let (mut content, mut context) = (seen.content.clone(), seen.context.clone().unwrap_or_default());
    let mut is_other = scrub::content(whose, &mut content) | scrub::context(whose, &mut context);
    let mut first = |first: &Option<First>| {
        first.as_ref().map(|first| {
            let (mut content, mut context) = (first.content.clone(), first.context.clone());
            is_other |= scrub::content(whose, &mut content) | scrub::context(whose, &mut context);
            json(&First { content, context })
        })
    };
    let (original, kept) = (first(&seen.original), first(&seen.kept));
    if !is_other {
        return Ok(Scrubbed::TheyWereNotInIt);
    }
    let waits = "SELECT EXISTS (SELECT 1 FROM outbox WHERE message_row = ?1 AND state IN ('waiting', 'scheduled'))";
    if transaction.prepare_cached(waits)?.query_row([seen.row], |row| row.get(0))? {
        delete(transaction, seen.row)?;
        return Ok(Scrubbed::ItNeverLeft);
    }
    if scrub::is_empty(&content) {
        delete(transaction, seen.row)?;
        return Ok(Scrubbed::TheyWereTakenOut);
    }
    transaction.prepare_cached("DELETE FROM outbox WHERE message_row = ?1")?.execute([seen.row])?;
    let set = "UPDATE messages SET content = ?2, context = ?3, original = ?4, kept = ?5, raw = NULL, raw_format = NULL
               WHERE row = ?1";
    let context = (!context.is_empty()).then(|| json(&context));
    transaction.prepare_cached(set)?.execute(params![seen.row, json(&content), context, original, kept])?;
    let chat: ChatId = directory::chat_id(&seen.chat)?;
    recorder.message_updated(chat, seen.row);
    Ok(Scrubbed::TheyWereTakenOut)
}
