//! What was said of messages before they were here.
//!
//! WhatsApp tells who got and read a message that was written on the phone, and what was read there, while the message
//! itself is still on its way: after a time without a connection always. It is kept until that message is.

use portaria_domain::{Address, ChatId, MessageId, MessageKey, MessageStatus, UnixMs};
use rusqlite::{Row, Transaction, params};

use crate::chats::{columns, directory, messages};

/// How much is kept at most. Most of what is not here never comes: it was written before the phone was linked.
const MOST: i64 = 1_024;

/// Something that WhatsApp said of a message.
pub(super) struct Said {
    /// Whose receipt it is; `None`: the account itself read the message, on another device.
    pub(super) reader: Option<Address>,
    /// How far the message has come.
    pub(super) status: MessageStatus,
    /// Since when.
    pub(super) at: UnixMs,
}

/// Keeps what was said of a message that is not here.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: &Address,
    id: &MessageId,
    said: &Said,
) -> rusqlite::Result<()> {
    let (chat_pn, chat_lid) = directory::texts(chat);
    let (reader_pn, reader_lid) = said.reader.as_ref().map(directory::texts).unwrap_or_default();
    transaction
        .prepare_cached(
            "INSERT INTO early_receipts (tenant_id, message_id, chat_pn, chat_lid, reader_pn, reader_lid, status, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            tenant,
            id.as_str(),
            chat_pn,
            chat_lid,
            reader_pn,
            reader_lid,
            said.status.as_str(),
            said.at.0
        ])?;
    let forget = "DELETE FROM early_receipts WHERE row <= ?1";
    transaction.prepare_cached(forget)?.execute([transaction.last_insert_rowid() - MOST])?;
    Ok(())
}

/// Takes out what was said of a message that is here now, in the order in which it came.
pub(super) fn take(transaction: &Transaction<'_>, chat: ChatId, message: &MessageKey) -> rusqlite::Result<Vec<Said>> {
    // Own ids are drawn at random, and their chat may go by an address that was not known to be its own.
    let find =
        "SELECT e.row, e.reader_pn, e.reader_lid, e.status, e.at_ms FROM early_receipts e JOIN chats c ON c.id = ?2
                WHERE e.message_id = ?1
                  AND (?3 AND coalesce(e.reader_pn, e.reader_lid) IS NOT NULL
                       OR NOT ?3 AND coalesce(e.reader_pn, e.reader_lid) IS NULL
                          AND (e.chat_pn = c.pn OR e.chat_lid = c.lid))
                ORDER BY e.row";
    let mut find = transaction.prepare_cached(find)?;
    let found = find.query_map(params![message.id.as_str(), chat.to_string(), message.from_me], read)?;
    let found: Vec<(i64, Said)> = found.collect::<Result<_, _>>()?;
    for (row, _) in &found {
        transaction.prepare_cached("DELETE FROM early_receipts WHERE row = ?1")?.execute([row])?;
    }
    Ok(found.into_iter().map(|(_, said)| said).collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(i64, Said)> {
    let reader = columns::address(row, "reader_pn", "reader_lid")?;
    let said = Said {
        reader: reader.primary().is_some().then_some(reader),
        status: messages::status(row.get_ref("status")?.as_str()?)?,
        at: UnixMs(row.get("at_ms")?),
    };
    Ok((row.get("row")?, said))
}
