//! What the person said about messages, and what was said about theirs.

use portaria_domain::MarkKind;
use rusqlite::{Transaction, params};

use super::record::Task;
use super::scrub;
use crate::chats::columns::{json, parsed};
use crate::chats::events::Recorder;
use crate::chats::{directory, marks};

/// How many marks one step takes.
const AT_ONCE: usize = 500;

/// A mark of theirs or about a message of theirs.
struct Gone {
    row: i64,
    chat: String,
    target: String,
    from_me: bool,
}

/// Erases some; tells whether there were any.
pub(super) fn erase(
    transaction: &Transaction<'_>,
    task: &mut Task,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<bool> {
    let gone = of_them(transaction, task)?;
    for mark in &gone {
        transaction.prepare_cached("DELETE FROM marks WHERE row = ?1")?.execute([mark.row])?;
        add_up(transaction, mark, recorder)?;
    }
    task.counts.marks += u64::try_from(gone.len()).unwrap_or(0);
    Ok(!gone.is_empty() || scrub_edits(transaction, task, recorder)?)
}

fn of_them(transaction: &Transaction<'_>, task: &Task) -> rusqlite::Result<Vec<Gone>> {
    let find = "SELECT row, chat_id, target_id, target_from_me FROM marks
                WHERE (from_me = 0 AND (by_pn IN (SELECT value FROM json_each(?1)) OR by_lid IN (SELECT value FROM json_each(?1))))
                   OR (target_from_me = 0 AND (target_pn IN (SELECT value FROM json_each(?1))
                                               OR target_lid IN (SELECT value FROM json_each(?1)))) LIMIT ?2";
    let mut find = transaction.prepare_cached(find)?;
    let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let rows = find.query_map(params![task.whose.as_list(), limit], |row| {
        Ok(Gone { row: row.get(0)?, chat: row.get(1)?, target: row.get(2)?, from_me: row.get(3)? })
    })?;
    rows.collect()
}

/// What is left of what was said about a message is added up again.
fn add_up(transaction: &Transaction<'_>, mark: &Gone, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    let find = "SELECT row FROM messages WHERE chat_id = ?1 AND id = ?2 AND from_me = ?3";
    let mut find = transaction.prepare_cached(find)?;
    let rows = find.query_map(params![mark.chat, mark.target, mark.from_me], |row| row.get::<_, i64>(0))?;
    let rows: Vec<i64> = rows.collect::<Result<_, _>>()?;
    for row in rows {
        // Where nothing is left, there is nothing to add up.
        let forget = "UPDATE messages SET marks = NULL WHERE row = ?1 AND marks IS NOT NULL";
        let had_some = transaction.prepare_cached(forget)?.execute([row])? > 0;
        marks::refresh(transaction, row, recorder)?;
        if had_some {
            recorder.message_updated(directory::chat_id(&mark.chat)?, row);
        }
    }
    Ok(())
}

/// Others' edits may quote or mention them, as the messages themselves may. One that was looked at has no raw any more.
fn scrub_edits(transaction: &Transaction<'_>, task: &Task, recorder: &mut Recorder<'_>) -> rusqlite::Result<bool> {
    let find = "SELECT row, chat_id, target_id, target_from_me, says FROM marks k
                WHERE kind = 'edit' AND EXISTS (SELECT 1 FROM json_each(?1) WHERE instr(k.says, value) > 0)";
    let users: Vec<&str> = task.whose.addresses.iter().map(portaria_domain::Jid::user).collect();
    let found: Vec<(Gone, MarkKind)> = {
        let mut find = transaction.prepare_cached(find)?;
        let rows = find.query_map([json(&users)], |row| {
            let gone = Gone { row: row.get(0)?, chat: row.get(1)?, target: row.get(2)?, from_me: row.get(3)? };
            Ok((gone, parsed(row, "says")?))
        })?;
        rows.collect::<Result<_, _>>()?
    };
    let mut is_any = false;
    for (mark, says) in found {
        let MarkKind::Edit { mut content, mut context } = says else { continue };
        let is_other = scrub::content(&task.whose, &mut content) | scrub::context(&task.whose, &mut context);
        if !is_other {
            continue; // others' own words
        }
        is_any = true;
        let set = "UPDATE marks SET says = ?2, raw = NULL, raw_format = NULL WHERE row = ?1";
        transaction.prepare_cached(set)?.execute(params![mark.row, json(&MarkKind::Edit { content, context })])?;
        add_up(transaction, &mark, recorder)?;
    }
    Ok(is_any)
}
