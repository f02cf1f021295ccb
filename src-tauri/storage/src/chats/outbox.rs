//! What is to be sent: on disk before anybody is told that it will be.

use portaria_domain::{
    Address, ChatId, ChatKind, Content, Event, EventBody, FailureReason, Jid, Message, MessageId, MessageStatus, UnixMs,
};
use rusqlite::{OptionalExtension as _, Row, Transaction, params};
use sha2::{Digest as _, Sha256};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::messages::{self, Kept, json};
use crate::chats::{ChatStore, directory};
use crate::control::unreadable;
use crate::database::WriteError;

/// How long an idempotency key is remembered.
const KEYS_KEPT_MS: i64 = 48 * 60 * 60 * 1_000;

/// A text to send.
#[derive(Clone, Debug)]
pub struct OutgoingMessage {
    /// The id it will have on WhatsApp.
    pub id: MessageId,
    /// Where it goes.
    pub to: Address,
    /// What it says.
    pub text: String,
    /// The caller's key: the same key stores once.
    pub idempotency_key: Option<String>,
    /// The account that sends.
    pub sender: Address,
}

/// A text that is stored.
#[derive(Clone, Debug)]
pub struct Enqueued {
    /// The message; the first one, when the key was used before.
    pub message: Message,
    /// What happened; nothing for a duplicate.
    pub event: Vec<Event>,
    /// Whether it was there before.
    pub duplicate: bool,
}

/// A message that waits to be sent.
#[derive(Clone, Debug)]
pub struct OutboxItem {
    /// Its id.
    pub id: MessageId,
    /// Its conversation.
    pub chat: ChatId,
    /// Where it goes.
    pub to: Jid,
    /// What it says.
    pub text: String,
    /// How often sending was tried.
    pub attempts: u32,
    /// When it was stored.
    pub queued_at: UnixMs,
}

impl ChatStore {
    /// Stores a text for sending, with its message and its idempotency key.
    pub async fn enqueue(&self, outgoing: OutgoingMessage, now: UnixMs) -> Result<Enqueued, StorageError> {
        let tenant = self.tenant.to_string();
        self.database.write(move |transaction| enqueue(transaction, &tenant, outgoing, now)).await
    }

    /// What waits, oldest first.
    pub async fn pending(&self, limit: usize) -> Result<Vec<OutboxItem>, StorageError> {
        let find = "SELECT m.id, m.chat_id, o.recipient, o.text, o.attempts, o.queued_at_ms
                    FROM outbox o JOIN messages m ON m.row = o.message_row ORDER BY o.row LIMIT ?1";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database.read(move |db| db.prepare_cached(find)?.query_map([limit], read_item)?.collect()).await
    }

    /// WhatsApp has taken it.
    pub async fn mark_sent(&self, chat: ChatId, id: &MessageId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        self.settle(chat, id, MessageStatus::Sent, None, now).await
    }

    /// It will not be sent.
    pub async fn mark_failed(
        &self,
        chat: ChatId,
        id: &MessageId,
        reason: FailureReason,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        self.settle(chat, id, MessageStatus::Failed, Some(reason), now).await
    }

    /// Nothing that waits will be sent: the phone is unlinked.
    pub async fn fail_pending(&self, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let find = "SELECT m.id FROM outbox o JOIN messages m ON m.row = o.message_row ORDER BY o.row";
                let waiting: Vec<String> =
                    transaction.prepare(find)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
                for id in waiting {
                    let id = MessageId::parse(&id).map_err(|error| unreadable("id", error))?;
                    let failed = (MessageStatus::Failed, Some(FailureReason::LoggedOut));
                    settle(transaction, None, id, failed, &mut recorder)?;
                }
                Ok(recorder.into_events())
            })
            .await
    }

    /// Sending was tried and must be tried again.
    pub async fn bump_attempt(&self, chat: ChatId, id: &MessageId, now: UnixMs) -> Result<(), StorageError> {
        let id = id.clone();
        self.database
            .write(move |transaction| {
                if let Some(own) = messages::own(transaction, Some(chat), &id)? {
                    let tried = "UPDATE outbox SET attempts = attempts + 1, tried_at_ms = ?2 WHERE message_row = ?1";
                    transaction.execute(tried, params![own.row, now.0])?;
                }
                Ok(())
            })
            .await
    }

    async fn settle(
        &self,
        chat: ChatId,
        id: &MessageId,
        status: MessageStatus,
        failure: Option<FailureReason>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, id) = (self.tenant.to_string(), id.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                settle(transaction, Some(chat), id, (status, failure), &mut recorder)?;
                Ok(recorder.into_events())
            })
            .await
    }
}

/// Takes a message out of the outbox, with what became of it.
fn settle(
    transaction: &Transaction<'_>,
    chat: Option<ChatId>,
    id: MessageId,
    (status, failure): (MessageStatus, Option<FailureReason>),
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let Some(own) = messages::own(transaction, chat, &id)? else { return Ok(()) };
    transaction.execute("DELETE FROM outbox WHERE message_row = ?1", [own.row])?;
    // A receipt can be here before WhatsApp's acknowledgement.
    let after = own.status.advance(status);
    if after == own.status {
        return Ok(());
    }
    transaction.execute(
        "UPDATE messages SET status = ?2, failure = ?3 WHERE row = ?1",
        params![own.row, after.as_str(), failure.map(|failure| json(&failure))],
    )?;
    recorder.record(EventBody::MessageStatusChanged { chat: own.chat, id, status: after, failure })
}

fn enqueue(
    transaction: &Transaction<'_>,
    tenant: &str,
    outgoing: OutgoingMessage,
    now: UnixMs,
) -> Result<Enqueued, WriteError> {
    let chat_kind = match outgoing.to.primary().map(Jid::server) {
        Some(portaria_domain::Server::Group) => ChatKind::Group,
        _ => ChatKind::Direct,
    };
    let to = outgoing.to.primary().cloned().ok_or(WriteError::Rule(StorageError::NoRecipient))?;
    let chat = directory::find_or_make(transaction, tenant, &outgoing.to, chat_kind, now)?;
    let mut recorder = Recorder::new(transaction, tenant, now);
    for chat in &chat.changed {
        recorder.record(EventBody::ChatChanged { chat: *chat })?;
    }
    let fingerprint: [u8; 32] = Sha256::digest(&outgoing.text).into();
    if let Some(key) = &outgoing.idempotency_key
        && let Some(first) = find_first(transaction, key, chat.id, &fingerprint, now)?
    {
        return Ok(Enqueued { message: first, event: recorder.into_events(), duplicate: true });
    }
    let message = Message {
        id: outgoing.id,
        chat: chat.id,
        sender: outgoing.sender,
        from_me: true,
        at: whole_second(now),
        content: Content::Text { text: outgoing.text.clone() },
        status: MessageStatus::Queued,
        failure: None,
    };
    let Kept::New(row) = messages::keep(transaction, tenant, &message, chat_kind)? else {
        // 72 random bits were drawn twice.
        return Err(WriteError::Rule(StorageError::IdempotencyConflict));
    };
    messages::make_newest(transaction, chat.id, row, message.at)?;
    transaction
        .prepare_cached(
            "INSERT INTO outbox (tenant_id, message_row, recipient, text, queued_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![tenant, row, to.to_string(), outgoing.text, now.0])?;
    if let Some(key) = outgoing.idempotency_key {
        transaction.execute(
            "INSERT INTO idempotency_keys (key, tenant_id, fingerprint, message_row, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![key, tenant, fingerprint, row, now.0],
        )?;
    }
    recorder.record(EventBody::MessageCreated(message.clone()))?;
    Ok(Enqueued { message, event: recorder.into_events(), duplicate: false })
}

/// WhatsApp counts in seconds. So do we, so that within one second the order of arrival decides, and
/// a quick answer does not stand before its question.
fn whole_second(now: UnixMs) -> UnixMs {
    now - now.0.rem_euclid(1_000)
}

/// The message that a key stood for before, if it still does.
fn find_first(
    transaction: &Transaction<'_>,
    key: &str,
    chat: ChatId,
    fingerprint: &[u8; 32],
    now: UnixMs,
) -> Result<Option<Message>, WriteError> {
    transaction.execute("DELETE FROM idempotency_keys WHERE at_ms < ?1", [(now - KEYS_KEPT_MS).0])?;
    let find = "SELECT fingerprint, message_row FROM idempotency_keys WHERE key = ?1";
    let known: Option<([u8; 32], i64)> =
        transaction.query_row(find, [key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match known {
        None => Ok(None),
        Some((other, _)) if other != *fingerprint => Err(WriteError::Rule(StorageError::IdempotencyConflict)),
        Some((_, row)) => {
            let sql = format!("SELECT {} FROM messages WHERE row = ?1", messages::COLUMNS);
            let first = transaction.query_row(&sql, [row], messages::read)?;
            // By the chat as it is now: a merge may have moved the message since.
            if first.chat == chat { Ok(Some(first)) } else { Err(WriteError::Rule(StorageError::IdempotencyConflict)) }
        }
    }
}

fn read_item(row: &Row<'_>) -> rusqlite::Result<OutboxItem> {
    let text = |column: &str| -> rusqlite::Result<String> { row.get(column) };
    Ok(OutboxItem {
        id: MessageId::parse(&text("id")?).map_err(|error| unreadable("id", error))?,
        chat: text("chat_id")?.parse().map_err(|error| unreadable("chat_id", error))?,
        to: text("recipient")?.parse().map_err(|error| unreadable("recipient", error))?,
        text: text("text")?,
        attempts: row.get("attempts")?,
        queued_at: UnixMs(row.get("queued_at_ms")?),
    })
}
