//! What is in the outbox, for people: to see, to cancel, to send again.

use portaria_domain::{ChatId, Event, FailureReason, MessageId, MessageStatus, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::OutboxState;
use crate::StorageError;
use crate::chats::columns::optional;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory, marks, messages};
use crate::control::unreadable;

/// Something that did not leave yet, or will not by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id; of a mark, the mark's.
    pub id: MessageId,
    /// Its conversation.
    pub chat: ChatId,
    /// How it stands.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before; `None` is as soon as it can.
    pub next_at: Option<UnixMs>,
    /// When it was accepted.
    pub queued_at: UnixMs,
    /// Why it does not leave, when it does not.
    pub failure: Option<FailureReason>,
    /// The caller's own key.
    pub client_key: Option<String>,
}

impl ChatStore {
    /// What did not leave yet, of one chat or of all, the oldest first; behind `after`, the moment and the id of
    /// the last of the page before, where that is given.
    pub async fn waiting(
        &self,
        chat: Option<ChatId>,
        after: Option<(UnixMs, MessageId)>,
        limit: usize,
    ) -> Result<Vec<Waiting>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let chat = chat.map(|chat| chat.to_string());
        let (queued_at, id) = after.map_or((i64::MIN, String::new()), |(at, id)| (at.0, id.to_string()));
        let find = "SELECT o.id, o.chat_id, o.state, o.attempts, o.next_at_ms, o.queued_at_ms, m.failure, m.client_key
                    FROM outbox o LEFT JOIN messages m ON m.row = o.message_row
                    WHERE o.state <> 'sent' AND (?1 IS NULL OR o.chat_id = ?1)
                      AND (o.queued_at_ms, o.id) > (?2, ?3)
                    ORDER BY o.queued_at_ms, o.id LIMIT ?4";
        self.database
            .read(move |db| db.prepare_cached(find)?.query_map(params![chat, queued_at, id, limit], read)?.collect())
            .await
    }

    /// Takes something out of the outbox that has not left, with what it shows. False: it is not there, or has left.
    pub async fn cancel(&self, chat: ChatId, id: &MessageId, now: UnixMs) -> Result<(bool, Vec<Event>), StorageError> {
        let (tenant, id) = (self.tenant.to_string(), id.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some((row, message, mark)) = find(transaction, chat, &id)? else { return Ok((false, Vec::new())) };
                transaction.execute("DELETE FROM outbox WHERE row = ?1", [row])?;
                if let Some(mark) = mark {
                    marks::remove(transaction, mark, &mut recorder)?;
                }
                if let Some(message) = message {
                    transaction.execute("DELETE FROM messages WHERE row = ?1", [message])?;
                    messages::find_newest(transaction, &chat.to_string())?;
                    recorder.chat_changed(chat);
                }
                Ok((true, recorder.finish()?))
            })
            .await
    }

    /// Lets something leave again that did not. False: it is not there.
    pub async fn send_again(
        &self,
        chat: ChatId,
        id: &MessageId,
        now: UnixMs,
    ) -> Result<(bool, Vec<Event>), StorageError> {
        let (tenant, id) = (self.tenant.to_string(), id.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some((row, message, _)) = find(transaction, chat, &id)? else { return Ok((false, Vec::new())) };
                let again = "UPDATE outbox SET state = 'waiting', attempts = 0, next_at_ms = 0 WHERE row = ?1";
                transaction.execute(again, [row])?;
                if let Some(message) = message {
                    let queue = "UPDATE messages SET status = ?2, failure = NULL WHERE row = ?1 AND status = 'failed'";
                    transaction.execute(queue, params![message, MessageStatus::Queued.as_str()])?;
                    recorder.message_status_changed(chat, message);
                }
                Ok((true, recorder.finish()?))
            })
            .await
    }
}

/// The row of something that has not left, and what it carries: a message or a mark.
type Unsent = (i64, Option<i64>, Option<i64>);

fn find(transaction: &Transaction<'_>, chat: ChatId, id: &MessageId) -> rusqlite::Result<Option<Unsent>> {
    let find = "SELECT row, message_row, mark_row FROM outbox
                WHERE chat_id = ?1 AND id = ?2 AND state <> 'sent' AND resends = 0";
    transaction
        .query_row(find, params![chat.to_string(), id.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let next_at_ms: i64 = row.get("next_at_ms")?;
    Ok(Waiting {
        id: MessageId::parse(row.get_ref("id")?.as_str()?).map_err(|error| unreadable("id", error))?,
        chat: directory::chat_id(row.get_ref("chat_id")?.as_str()?)?,
        state: OutboxState::read(row.get_ref("state")?.as_str()?)?,
        attempts: row.get("attempts")?,
        next_at: (next_at_ms > 0).then_some(UnixMs(next_at_ms)),
        queued_at: UnixMs(row.get("queued_at_ms")?),
        failure: optional(row, "failure")?,
        client_key: row.get("client_key")?,
    })
}
