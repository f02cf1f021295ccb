//! What is to be sent: on disk before anybody is told that it will be, and until it was delivered.
//!
//! A text that WhatsApp took can still miss its reader: one who cannot open it asks for it again, and a connection or
//! a process that ends just then takes the asking with it. So a text stays here until its second tick, and the next
//! session sends it again under the same id, which the other side shows once.

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
/// How long after its sending a text may miss its second tick because of how a session ended, in milliseconds. Who is
/// there answers within seconds; who is away will be asked by nobody to send again.
const UNCONFIRMED_MS: i64 = 5 * 60 * 1_000;
/// How often a text is sent again, at most: a connection that comes and goes is no reason to repeat it for ever.
const RESENDS: u32 = 3;

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
}

impl ChatStore {
    /// Stores a text for sending, with its message and its idempotency key.
    pub async fn enqueue(&self, outgoing: OutgoingMessage, now: UnixMs) -> Result<Enqueued, StorageError> {
        let tenant = self.tenant.to_string();
        self.database.write(move |transaction| enqueue(transaction, &tenant, outgoing, now)).await
    }

    /// What waits, oldest first.
    pub async fn pending(&self, limit: usize) -> Result<Vec<OutboxItem>, StorageError> {
        let find = "SELECT m.id, m.chat_id, o.recipient, o.text
                    FROM outbox o JOIN messages m ON m.row = o.message_row
                    WHERE o.sent_at_ms IS NULL ORDER BY o.row LIMIT ?1";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database.read(move |db| db.prepare_cached(find)?.query_map([limit], read_item)?.collect()).await
    }

    /// WhatsApp has taken it. It does not wait any more, and is kept for [`Self::requeue_unconfirmed`].
    pub async fn mark_sent(&self, chat: ChatId, id: &MessageId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, id) = (self.tenant.to_string(), id.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if let Some(own) = messages::own(transaction, Some(chat), &id)? {
                    let sent = "UPDATE outbox SET sent_at_ms = ?2 WHERE message_row = ?1";
                    transaction.prepare_cached(sent)?.execute(params![own.row, now.0])?;
                    forget_settled(transaction, now)?;
                    become_status(transaction, &own, id, (MessageStatus::Sent, None), &mut recorder)?;
                }
                Ok(recorder.into_events())
            })
            .await
    }

    /// Lets wait again what was sent shortly before the last thing that happened here and has no second tick.
    /// To be called before a session opens; gives back how many texts it were. A group's texts are not among them: its
    /// ticks are not kept, and all of them would be repeated.
    pub async fn requeue_unconfirmed(&self) -> Result<usize, StorageError> {
        self.database
            .write(|transaction| {
                // By the clock of this tenant's life: a machine may have been off for a day since.
                let find = "SELECT at_ms FROM events ORDER BY number DESC LIMIT 1";
                let last_sign_of_life: Option<i64> = transaction.query_row(find, [], |row| row.get(0)).optional()?;
                forget_settled(transaction, UnixMs(last_sign_of_life.unwrap_or_default()))?;
                let requeue = "UPDATE outbox SET sent_at_ms = NULL, resends = resends + 1
                               WHERE sent_at_ms IS NOT NULL AND recipient NOT LIKE '%@g.us'";
                Ok(transaction.execute(requeue, [])?)
            })
            .await
    }

    /// It will not be sent.
    pub async fn mark_failed(
        &self,
        chat: ChatId,
        id: &MessageId,
        reason: FailureReason,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, id) = (self.tenant.to_string(), id.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                fail(transaction, Some(chat), id, reason, &mut recorder)?;
                Ok(recorder.into_events())
            })
            .await
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
                    fail(transaction, None, id, FailureReason::LoggedOut, &mut recorder)?;
                }
                Ok(recorder.into_events())
            })
            .await
    }
}

/// Takes a message out of the outbox for good. One that had been sent before stays sent.
fn fail(
    transaction: &Transaction<'_>,
    chat: Option<ChatId>,
    id: MessageId,
    reason: FailureReason,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let Some(own) = messages::own(transaction, chat, &id)? else { return Ok(()) };
    transaction.execute("DELETE FROM outbox WHERE message_row = ?1", [own.row])?;
    become_status(transaction, &own, id, (MessageStatus::Failed, Some(reason)), recorder)
}

/// Notes how far a message has come, if that is farther than before.
fn become_status(
    transaction: &Transaction<'_>,
    own: &messages::Own,
    id: MessageId,
    (status, failure): (MessageStatus, Option<FailureReason>),
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
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

/// Forgets what was sent and needs no second sending, seen from a moment.
fn forget_settled(transaction: &Transaction<'_>, at: UnixMs) -> rusqlite::Result<()> {
    let forget = "DELETE FROM outbox WHERE sent_at_ms < ?1 OR (sent_at_ms IS NOT NULL AND resends >= ?2)";
    transaction.prepare_cached(forget)?.execute(params![(at - UNCONFIRMED_MS).0, RESENDS])?;
    Ok(())
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
    })
}
