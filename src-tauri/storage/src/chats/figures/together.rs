//! A piece of the phone's past is counted together, at the end of its transaction.

use rusqlite::Transaction;

use super::HOUR_MS;

/// From here to [`count`], in the same transaction, what is stored is not counted one by one.
pub(in crate::chats) fn begin(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.prepare_cached("UPDATE owner SET counted_up_to = last_row")?.execute([])?;
    Ok(())
}

/// Counts what was stored since [`begin`], as it is now. Who answered whom is not looked at: that is settled chat by chat.
pub(in crate::chats) fn count(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let new = "FROM messages m JOIN chats c ON c.id = m.chat_id
               WHERE m.row > (SELECT counted_up_to FROM owner) AND c.kind IN ('direct', 'group', 'community')
                 AND (m.from_me = 0 OR m.status IN ('sent', 'delivered', 'read', 'played'))
                 AND json_extract(m.content, '$.kind') NOT IN ('album', 'system', 'call')";
    let hours = format!(
        "INSERT INTO figure_hours (account, hour, tenant_id, received, sent, sent_direct, delivered, read)
         SELECT c.account, m.place_ms / ?1 AS hour, c.tenant_id, sum(m.from_me = 0), sum(m.from_me),
                sum((c.kind = 'direct') * m.from_me),
                sum((c.kind = 'direct') * (m.from_me AND m.status IN ('delivered', 'read', 'played'))),
                sum((c.kind = 'direct') * (m.from_me AND m.status IN ('read', 'played')))
         {new} GROUP BY c.account, hour
         ON CONFLICT (account, hour) DO UPDATE SET
           received = received + excluded.received, sent = sent + excluded.sent,
           sent_direct = sent_direct + excluded.sent_direct, delivered = delivered + excluded.delivered,
           read = read + excluded.read"
    );
    let active = format!(
        "INSERT INTO figure_chats (account, hour, chat_id, tenant_id, is_direct)
         SELECT DISTINCT c.account, m.place_ms / ?1, c.id, c.tenant_id, c.kind = 'direct' {new}
         ON CONFLICT DO NOTHING"
    );
    for sql in [hours, active] {
        transaction.prepare_cached(&sql)?.execute([HOUR_MS])?;
    }
    transaction.prepare_cached("UPDATE owner SET counted_up_to = NULL")?.execute([])?;
    Ok(())
}
