//! Figures of messages that are here already, and what becomes of figures as two chats become one.

use std::collections::HashMap;

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{HOUR_MS, answers};

/// What one message adds: received, sent, sent in a chat of two, delivered, read.
type Counts = [i64; 5];

/// A chat as figures know it.
struct Counted {
    account: i64,
    is_direct: bool,
}

/// Fills the figures of a file of an earlier version, once. What it holds in memory grows with the hours and the chats, not
/// with the messages.
pub(in crate::chats) fn fill(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let owner = transaction.query_row("SELECT tenant_id FROM owner", [], |row| row.get::<_, String>(0)).optional()?;
    let Some(tenant) = owner else { return Ok(()) };
    let chats = chats(transaction)?;
    fill_hours(transaction, &tenant, &chats)?;
    transaction.execute(
        "INSERT INTO figure_failures (account, hour, reason, chat_id, tenant_id, messages)
         SELECT c.account, m.place_ms / ?1, json_extract(m.failure, '$'), c.id, m.tenant_id, count(*)
         FROM messages m JOIN chats c ON c.id = m.chat_id
         WHERE m.from_me = 1 AND m.status = 'failed' AND m.failure IS NOT NULL AND m.failure <> '\"cancelled\"'
           AND json_extract(m.content, '$.kind') <> 'album'
         GROUP BY 1, 2, 3, 4",
        [HOUR_MS],
    )?;
    for (chat, counted) in &chats {
        if counted.is_direct {
            answers::fill(transaction, &tenant, chat)?;
        }
    }
    Ok(())
}

fn chats(transaction: &Transaction<'_>) -> rusqlite::Result<HashMap<String, Counted>> {
    let find = "SELECT id, account, kind = 'direct' FROM chats WHERE kind IN ('direct', 'group', 'community')";
    let mut find = transaction.prepare(find)?;
    let chats =
        find.query_map([], |row| Ok((row.get(0)?, Counted { account: row.get(1)?, is_direct: row.get(2)? })))?;
    chats.collect()
}

/// The messages once, in the order in which they lie.
fn fill_hours(transaction: &Transaction<'_>, tenant: &str, chats: &HashMap<String, Counted>) -> rusqlite::Result<()> {
    let mut hours: HashMap<(i64, i64), Counts> = HashMap::new();
    let mut find = transaction.prepare(
        "SELECT chat_id, place_ms, from_me, status IN ('delivered', 'read', 'played'), status IN ('read', 'played')
         FROM messages
         WHERE (from_me = 0 OR status IN ('sent', 'delivered', 'read', 'played'))
           AND json_extract(content, '$.kind') NOT IN ('album', 'system', 'call')",
    )?;
    let mut active = transaction.prepare(
        "INSERT INTO figure_chats (account, hour, chat_id, tenant_id, is_direct) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
    )?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let chat = row.get_ref(0)?.as_str()?;
        let Some(Counted { account, is_direct }) = chats.get(chat) else { continue };
        let (place_ms, from_me): (i64, bool) = (row.get(1)?, row.get(2)?);
        let (delivered, read): (bool, bool) = (row.get(3)?, row.get(4)?);
        let hour = place_ms / HOUR_MS;
        let sent_direct = from_me && *is_direct;
        let adds = [!from_me, from_me, sent_direct, sent_direct && delivered, sent_direct && read];
        let counts = hours.entry((*account, hour)).or_default();
        counts.iter_mut().zip(adds).for_each(|(count, adds)| *count += i64::from(adds));
        active.execute(params![account, hour, chat, tenant, is_direct])?;
    }
    let mut keep = transaction.prepare(
        "INSERT INTO figure_hours (account, hour, tenant_id, received, sent, sent_direct, delivered, read)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for ((account, hour), [received, sent, sent_direct, delivered, read]) in hours {
        keep.execute(params![account, hour, tenant, received, sent, sent_direct, delivered, read])?;
    }
    Ok(())
}

/// Counts a message no longer, if it is counted yet: it is the same as another one, and goes.
pub(in crate::chats) fn forget_twin(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO figure_changes (tenant_id, chat_id, place_ms, received, sent, delivered, read)
         SELECT tenant_id, chat_id, place_ms, -(from_me = 0), -from_me,
                -(from_me AND status IN ('delivered', 'read', 'played')), -(from_me AND status IN ('read', 'played'))
         FROM messages
         WHERE row = ?1 AND row <= ifnull((SELECT counted_up_to FROM owner), row)
           AND (from_me = 0 OR status IN ('sent', 'delivered', 'read', 'played'))
           AND json_extract(content, '$.kind') NOT IN ('album', 'system', 'call')",
        [row],
    )?;
    Ok(())
}

/// What was counted of one chat is another's, which has its messages now.
pub(in crate::chats) fn move_to(transaction: &Transaction<'_>, into: &str, from: &str) -> rusqlite::Result<()> {
    for table in ["figure_chats", "figure_answers"] {
        transaction.execute(&format!("UPDATE OR IGNORE {table} SET chat_id = ?1 WHERE chat_id = ?2"), [into, from])?;
        transaction.execute(&format!("DELETE FROM {table} WHERE chat_id = ?1"), [from])?;
    }
    transaction.execute(
        "INSERT INTO figure_failures (account, hour, reason, chat_id, tenant_id, messages)
         SELECT account, hour, reason, ?1, tenant_id, messages FROM figure_failures WHERE chat_id = ?2
         ON CONFLICT (account, hour, reason, chat_id) DO UPDATE SET messages = messages + excluded.messages",
        [into, from],
    )?;
    transaction.execute("DELETE FROM figure_failures WHERE chat_id = ?1", [from])?;
    let tenant: String =
        transaction.query_row("SELECT tenant_id FROM chats WHERE id = ?1", [into], |row| row.get(0))?;
    answers::settle(transaction, &tenant, into)
}
