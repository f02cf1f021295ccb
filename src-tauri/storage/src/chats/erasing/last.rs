//! What is known of the person beside messages, and what of those came since the erasure was asked for.

use rusqlite::{Transaction, params};

use super::record::Task;
use super::walk;
use crate::chats::contact_rows;
use crate::chats::directory;
use crate::chats::events::Recorder;
use crate::chats::webhook_lanes;

/// Addresses as `?1` has them.
const THEIRS: &str = "(SELECT value FROM json_each(?1))";

/// Erases it. After this no row names them.
pub(super) fn erase(
    transaction: &Transaction<'_>,
    task: &mut Task,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let list = task.whose.as_list();
    let run = |sql: &str| transaction.prepare_cached(&sql.replace("THEIRS", THEIRS))?.execute([&list]);
    task.counts.receipts +=
        u64::try_from(run("DELETE FROM receipts WHERE pn IN THEIRS OR lid IN THEIRS")?).unwrap_or(0);
    for sql in [
        "DELETE FROM early_receipts WHERE chat_pn IN THEIRS OR chat_lid IN THEIRS OR reader_pn IN THEIRS OR reader_lid IN THEIRS",
        "DELETE FROM participants WHERE pn IN THEIRS OR lid IN THEIRS",
        "DELETE FROM names WHERE address IN THEIRS",
        "DELETE FROM profiles WHERE address IN THEIRS",
        "DELETE FROM blocked WHERE pn IN THEIRS OR lid IN THEIRS",
        "DELETE FROM checked_numbers WHERE pn IN THEIRS OR lid IN THEIRS",
        "DELETE FROM imported_contacts WHERE pn IN THEIRS",
    ] {
        run(sql)?;
    }
    for user in task.whose.addresses.iter().map(portaria_domain::Jid::user) {
        // What WhatsApp was to be told of them, and numbers that somebody pasted.
        // An address stands there behind a blank or a quotation mark: another's may end like theirs.
        let changes = "DELETE FROM changes WHERE instr(about || says, ' ' || ?1 || '@') > 0
                                           OR instr(about || says, '\"' || ?1 || '@') > 0";
        transaction.execute(changes, [user])?;
        transaction.execute("DELETE FROM checked_numbers WHERE digits = ?1", [user])?;
        transaction.execute("DELETE FROM imported_contacts WHERE digits = ?1", [user])?;
        webhook_lanes::forget_answers_naming(transaction, user)?;
    }
    chats(transaction, task, &list, recorder)?;
    run("DELETE FROM contacts WHERE pn IN THEIRS OR lid IN THEIRS")?;
    Ok(())
}

/// The conversations with them go, with what came into them meanwhile; in groups that is found by its sender.
fn chats(
    transaction: &Transaction<'_>,
    task: &mut Task,
    list: &str,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT m.row, m.chat_id FROM messages m JOIN chats c ON c.id = m.chat_id
                WHERE m.row > ?2 AND (
                  (c.kind = 'direct' AND (c.pn IN THEIRS OR c.lid IN THEIRS))
                  OR (m.from_me = 0 AND (m.sender_pn IN THEIRS OR m.sender_lid IN THEIRS)))";
    let late: Vec<(i64, String)> = transaction
        .prepare_cached(&find.replace("THEIRS", THEIRS))?
        .query_map(params![list, task.walk_end], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (row, chat) in late {
        walk::delete(transaction, row)?;
        task.counts.messages += 1;
        walk::settle(transaction, &chat, recorder)?;
    }
    let find = "SELECT id FROM chats WHERE kind = 'direct' AND (pn IN THEIRS OR lid IN THEIRS)";
    let ids: Vec<String> = transaction
        .prepare_cached(&find.replace("THEIRS", THEIRS))?
        .query_map([list], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        transaction.execute("DELETE FROM outbox WHERE chat_id = ?1", [&id])?;
        transaction.execute("DELETE FROM marks WHERE chat_id = ?1", [&id])?;
        webhook_lanes::forget_answers_about(transaction, &id)?;
        contact_rows::remove_chat(transaction, &id)?;
        recorder.chat_removed(directory::chat_id(&id)?);
    }
    Ok(())
}
