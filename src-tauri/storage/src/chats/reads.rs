//! What was read, here or on another device, and whose writers do not know it yet.

use portaria_domain::{
    AccountChange, Address, ChatChange, ChatId, ChatKind, Event, Jid, MessageId, MessageStatus, UnixMs,
};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::early::{self, Said};
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, changes, columns, directory};
use crate::control::unreadable;

/// Messages of one writer that were read here and of which WhatsApp has to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingReads {
    /// The conversation.
    pub chat: Jid,
    /// Who wrote them, in a chat of many.
    pub sender: Option<Jid>,
    /// Which messages.
    pub ids: Vec<MessageId>,
    rows: Vec<i64>,
}

impl ChatStore {
    /// Marks others' messages of a chat as read here. Their writers are told as soon as there is a connection.
    pub async fn mark_chat_read(&self, chat: ChatId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let rows = read_messages(transaction, chat, None)?;
                unmark(transaction, &tenant, chat)?;
                // What another number received is nothing that this one could tell anybody.
                let keep = "INSERT OR IGNORE INTO reads (message_row, tenant_id)
                            SELECT ?1, ?2 WHERE ?1 > (SELECT earlier_up_to FROM chats WHERE id = ?3)";
                for row in &rows {
                    transaction.prepare_cached(keep)?.execute(params![row, tenant, chat.to_string()])?;
                }
                if recount(transaction, chat)? || !rows.is_empty() {
                    recorder.chat_changed(chat);
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Another device of the account read these messages, and with each of them all before it. One that is not here
    /// yet is read when it comes.
    pub async fn mark_read_elsewhere(
        &self,
        chat: &Address,
        ids: &[MessageId],
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, address, ids) = (self.tenant.to_string(), chat.clone(), ids.to_vec());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let chat = directory::find(transaction, &address)?;
                for id in ids {
                    match chat {
                        Some(chat) if is_here(transaction, chat, &id)? => {
                            read_up_to(transaction, chat, &id, &mut recorder)?;
                        }
                        _ => {
                            let said = Said { reader: None, status: MessageStatus::Read, at: now };
                            early::keep(transaction, &tenant, &address, &id, &said)?;
                        }
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Reads that WhatsApp was not told of yet, the oldest first: one entry for each chat and writer.
    pub async fn pending_reads(&self, limit: usize) -> Result<Vec<PendingReads>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database
            .read(move |db| {
                let find = "SELECT r.message_row, m.id, m.sender_pn, m.sender_lid, c.pn, c.lid, c.kind
                            FROM reads r JOIN messages m ON m.row = r.message_row JOIN chats c ON c.id = m.chat_id
                            WHERE c.account = (SELECT account FROM owner) ORDER BY r.message_row LIMIT ?1";
                let mut find = db.prepare_cached(find)?;
                let mut rows = find.query([limit])?;
                let mut pending: Vec<PendingReads> = Vec::new();
                while let Some(row) = rows.next()? {
                    let id = MessageId::parse(row.get_ref("id")?.as_str()?).map_err(|error| unreadable("id", error))?;
                    let Some(chat) = columns::address(row, "pn", "lid")?.primary().cloned() else { continue };
                    let is_direct = row.get_ref("kind")?.as_str()? == ChatKind::Direct.as_str();
                    let writer = columns::address(row, "sender_pn", "sender_lid")?;
                    let sender = if is_direct { None } else { writer.lid.or(writer.pn) };
                    let row: i64 = row.get("message_row")?;
                    match pending.iter_mut().find(|one| one.chat == chat && one.sender == sender) {
                        Some(one) => {
                            one.ids.push(id);
                            one.rows.push(row);
                        }
                        None => pending.push(PendingReads { chat, sender, ids: vec![id], rows: vec![row] }),
                    }
                }
                Ok(pending)
            })
            .await
    }

    /// WhatsApp was told.
    pub async fn forget_reads(&self, told: &PendingReads) -> Result<(), StorageError> {
        let rows = told.rows.clone();
        self.database
            .write(move |transaction| {
                for row in rows {
                    transaction.prepare_cached("DELETE FROM reads WHERE message_row = ?1")?.execute([row])?;
                }
                Ok(())
            })
            .await
    }
}

/// The account's other devices are to hear that the mark is gone that somebody set by hand, where there is one.
fn unmark(transaction: &Transaction<'_>, tenant: &str, chat: ChatId) -> rusqlite::Result<()> {
    let find = "SELECT is_marked_unread FROM chats WHERE id = ?1";
    let is_marked: bool = transaction.prepare_cached(find)?.query_row([chat.to_string()], |row| row.get(0))?;
    let address = if is_marked { directory::current(transaction, chat)? } else { None };
    if let Some(jid) = address.as_ref().and_then(Address::primary) {
        let change = AccountChange::Chat { chat: jid.clone(), change: ChatChange::MarkedUnread(false) };
        // It stays read: a refusal brings no mark back that nobody would understand.
        changes::queue(transaction, tenant, &change, None)?;
    }
    Ok(())
}

fn is_here(transaction: &Transaction<'_>, chat: ChatId, id: &MessageId) -> rusqlite::Result<bool> {
    let find = "SELECT EXISTS (SELECT 1 FROM messages WHERE chat_id = ?1 AND id = ?2)";
    transaction.prepare_cached(find)?.query_row(params![chat.to_string(), id.as_str()], |row| row.get(0))
}

/// Another device of the account read a message and all before it.
pub(super) fn read_up_to(
    transaction: &Transaction<'_>,
    chat: ChatId,
    id: &MessageId,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let read = read_messages(transaction, chat, Some(id.as_str()))?.len();
    if recount(transaction, chat)? || read > 0 {
        recorder.chat_changed(chat);
    }
    Ok(())
}

/// Marks others' unread messages as read, all or those up to one of them; gives their rows.
pub(super) fn read_messages(
    transaction: &Transaction<'_>,
    chat: ChatId,
    up_to: Option<&str>,
) -> rusqlite::Result<Vec<i64>> {
    let mark = "UPDATE messages SET status = 'read'
                WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered'
                  AND (?2 IS NULL OR (place_ms, row) <= (SELECT place_ms, row FROM messages WHERE chat_id = ?1 AND id = ?2
                                                     ORDER BY place_ms DESC, row DESC LIMIT 1))
                RETURNING row";
    let mut mark = transaction.prepare_cached(mark)?;
    let rows = mark.query_map(params![chat.to_string(), up_to], |row| row.get(0))?;
    rows.collect()
}

/// Counts a chat's unread messages anew, and takes the mark away that somebody set by hand; tells whether that changed it.
pub(super) fn recount(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<bool> {
    let count = "UPDATE chats SET unread = counted.n, is_marked_unread = 0
                 FROM (SELECT count(*) AS n FROM messages WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered') AS counted
                 WHERE id = ?1 AND (unread, is_marked_unread) IS NOT (counted.n, 0)";
    Ok(transaction.prepare_cached(count)?.execute([chat.to_string()])? > 0)
}
