//! How far messages have come, and what was read here.

use portaria_domain::{Address, ChatId, Event, EventBody, MessageId, MessageStatus, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory, messages};

impl ChatStore {
    /// Own messages of a chat came further. Only forward; ids that are not known are passed over.
    pub async fn apply_receipt(
        &self,
        chat: &Address,
        ids: &[MessageId],
        status: MessageStatus,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, address, ids) = (self.tenant.to_string(), directory::texts(chat), ids.to_vec());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let chat = find(transaction, &address)?;
                for id in ids {
                    advance(transaction, chat, id, status, &mut recorder)?;
                }
                Ok(recorder.into_events())
            })
            .await
    }

    /// Marks others' messages of a chat as read here; gives back those whose senders should be told.
    pub async fn mark_chat_read(
        &self,
        chat: ChatId,
        up_to: Option<&MessageId>,
        now: UnixMs,
    ) -> Result<(Vec<MessageId>, Vec<Event>), StorageError> {
        let (tenant, up_to) = (self.tenant.to_string(), up_to.map(ToString::to_string));
        self.database
            .write(move |transaction| {
                let ids = read_messages(transaction, chat, up_to.as_deref())?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if recount(transaction, chat)? || !ids.is_empty() {
                    recorder.record(EventBody::ChatRead { chat })?;
                }
                Ok((ids, recorder.into_events()))
            })
            .await
    }

    /// Another device of the account read these messages.
    pub async fn mark_read_elsewhere(
        &self,
        chat: &Address,
        ids: &[MessageId],
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, address, ids) = (self.tenant.to_string(), directory::texts(chat), ids.to_vec());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if let Some(chat) = find(transaction, &address)? {
                    for id in ids {
                        read_messages(transaction, chat, Some(id.as_str()))?;
                    }
                    if recount(transaction, chat)? {
                        recorder.record(EventBody::ChatRead { chat })?;
                    }
                }
                Ok(recorder.into_events())
            })
            .await
    }
}

fn find(transaction: &Transaction<'_>, address: &(Option<String>, Option<String>)) -> rusqlite::Result<Option<ChatId>> {
    let find = "SELECT id FROM chats WHERE pn = ?1 OR lid = ?2";
    let id: Option<String> = transaction.query_row(find, address.clone(), |row| row.get(0)).optional()?;
    id.map(|id| id.parse().map_err(|error| crate::control::unreadable("id", error))).transpose()
}

fn advance(
    transaction: &Transaction<'_>,
    chat: Option<ChatId>,
    id: MessageId,
    status: MessageStatus,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let Some(own) = messages::own(transaction, chat, &id)? else { return Ok(()) };
    let after = own.status.advance(status);
    if after == own.status {
        return Ok(());
    }
    // Who has it on the phone can read it: nobody will have to send it again.
    if after >= MessageStatus::Delivered {
        transaction.execute("DELETE FROM outbox WHERE message_row = ?1", [own.row])?;
    }
    transaction
        .execute("UPDATE messages SET status = ?2, failure = NULL WHERE row = ?1", params![own.row, after.as_str()])?;
    recorder.record(EventBody::MessageStatusChanged { chat: own.chat, id, status: after, failure: None })
}

/// Marks others' unread messages as read, all or those up to one of them.
fn read_messages(transaction: &Transaction<'_>, chat: ChatId, up_to: Option<&str>) -> rusqlite::Result<Vec<MessageId>> {
    let mark = "UPDATE messages SET status = 'read'
                WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered'
                  AND (?2 IS NULL OR (at_ms, row) <= (SELECT at_ms, row FROM messages WHERE chat_id = ?1 AND id = ?2
                                                  ORDER BY at_ms DESC, row DESC LIMIT 1))
                RETURNING id";
    let mut mark = transaction.prepare_cached(mark)?;
    let ids = mark.query_map(params![chat.to_string(), up_to], |row| row.get::<_, String>(0))?;
    ids.map(|id| MessageId::parse(&id?).map_err(|error| crate::control::unreadable("id", error))).collect()
}

/// Counts a chat's unread messages anew; tells whether the number changed.
fn recount(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<bool> {
    let count = "UPDATE chats SET unread = counted.n
                 FROM (SELECT count(*) AS n FROM messages WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered') AS counted
                 WHERE id = ?1 AND unread <> counted.n";
    Ok(transaction.execute(count, [chat.to_string()])? > 0)
}
