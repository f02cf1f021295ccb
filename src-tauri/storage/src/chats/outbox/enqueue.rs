//! How something comes into the outbox.

use portaria_domain::{
    Address, ChatId, ChatKind, Content, Context, Event, FailureReason, Mark, MarkKind, Message, MessageId, MessageKey,
    MessageStatus, Raw, SentBy, UnixMs,
};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::{OutboxState, become_status, unsent};
use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::media::noting::{self, Came};
use crate::chats::messages::{Kept, NewRow};
use crate::chats::{ChatStore, directory, marks, messages, placing, rows};
use crate::control::unreadable;
use crate::database::WriteError;

/// How long an idempotency key is remembered.
const KEYS_KEPT_MS: i64 = 48 * 60 * 60 * 1_000;

/// Something to send, as the gateway composed it.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The id it will have on WhatsApp.
    pub id: MessageId,
    /// Where it goes.
    pub to: Address,
    /// Whether `to` is a number as somebody typed it, which WhatsApp was not asked about.
    pub is_typed: bool,
    /// The protobuf, which leaves as it is.
    pub raw: Raw,
    /// What it says.
    pub says: Says,
    /// The caller's key: the same key stores once, and comes back in events.
    pub client_key: Option<String>,
    /// SHA-256 of the draft: the same key with another draft is refused.
    pub fingerprint: [u8; 32],
    /// The account that sends.
    pub sender: Address,
    /// Not before; at once where it is not said.
    pub send_at: Option<UnixMs>,
    /// Of an edit: the message itself with the new words, which takes its place if it has not left yet.
    pub reworded: Option<Box<Reworded>>,
    /// What handed it over; none where nobody wrote it.
    pub sent_by: Option<SentBy>,
    /// Whether nobody wrote it: it is sent, and is no answer.
    pub is_automatic: bool,
}

/// A message with other words.
#[derive(Clone, Debug)]
pub struct Reworded {
    /// The protobuf.
    pub raw: Raw,
    /// What stands in the chat.
    pub content: Content,
    /// What belongs to it.
    pub context: Context,
}

/// What something to send says.
#[derive(Clone, Debug)]
pub enum Says {
    /// A message of its own.
    Message {
        /// What stands in the chat.
        content: Content,
        /// What belongs to it.
        context: Context,
    },
    /// A mark on a message.
    Mark {
        /// The message.
        target: MessageKey,
        /// What it says.
        kind: MarkKind,
    },
}

/// Something to send that is stored.
#[derive(Clone, Debug)]
pub struct Enqueued {
    /// Under which id it travels.
    pub id: MessageId,
    /// The message; of a mark the one that it is about, if that is here. The first one, when the key was used before.
    pub message: Option<Message>,
    /// Its conversation.
    pub chat: ChatId,
    /// What happened; nothing for a duplicate.
    pub events: Vec<Event>,
    /// Whether it was there before.
    pub duplicate: bool,
}

/// What an idempotency key stands for.
enum FirstUse {
    /// Nothing yet.
    None,
    /// The same draft.
    Same(Box<Enqueued>),
    /// Another draft.
    Other,
}

impl ChatStore {
    /// What was stored under this key before, if the draft is the same one.
    pub async fn sent_before(
        &self,
        client_key: &str,
        fingerprint: [u8; 32],
        now: UnixMs,
    ) -> Result<Option<Enqueued>, StorageError> {
        let key = client_key.to_owned();
        match self.database.read(move |db| first_use(db, &key, &fingerprint, now)).await? {
            FirstUse::None => Ok(None),
            FirstUse::Same(first) => Ok(Some(*first)),
            FirstUse::Other => Err(StorageError::IdempotencyConflict),
        }
    }

    /// Stores something for sending, with what it shows and its idempotency key.
    pub async fn enqueue(&self, outgoing: Outgoing, now: UnixMs) -> Result<Enqueued, StorageError> {
        let tenant = self.tenant.to_string();
        self.database.write(move |transaction| enqueue(transaction, &tenant, &outgoing, now)).await
    }
}

/// The same within a transaction.
pub(in crate::chats) fn enqueue(
    transaction: &Transaction<'_>,
    tenant: &str,
    outgoing: &Outgoing,
    now: UnixMs,
) -> Result<Enqueued, WriteError> {
    if let Some(key) = &outgoing.client_key {
        transaction
            .prepare_cached("DELETE FROM idempotency_keys WHERE at_ms < ?1")?
            .execute([(now - KEYS_KEPT_MS).0])?;
        match first_use(transaction, key, &outgoing.fingerprint, now)? {
            FirstUse::None => {}
            FirstUse::Same(first) => return Ok(*first),
            FirstUse::Other => return Err(WriteError::Rule(StorageError::IdempotencyConflict)),
        }
    }
    let to = outgoing.to.primary().cloned().ok_or(WriteError::Rule(StorageError::NoRecipient))?;
    let kind = directory::kind_of_address(&outgoing.to);
    let chat = directory::find_or_make(transaction, tenant, &outgoing.to, kind, now)?;
    let mut recorder = Recorder::new(transaction, tenant, now);
    for changed in &chat.changed {
        recorder.chat_changed(*changed);
    }
    let mut keeping = Keeping { transaction, tenant, outgoing, chat: chat.id, kind, now, recorder: &mut recorder };
    let kept = match &outgoing.says {
        Says::Message { content, context } => keeping.message(content, context)?,
        Says::Mark { target, kind } => keeping.mark(target, kind)?,
    };
    let lies = match kept.leaves {
        Leaves::Never => None,
        Leaves::AtOnce => Some(("waiting", 0)),
        Leaves::NotBefore(at) if at <= now => Some(("waiting", at.0)),
        Leaves::NotBefore(at) => Some(("scheduled", at.0)),
    };
    if let Some((state, not_before)) = lies {
        transaction
            .prepare_cached(
                "INSERT INTO outbox (row, tenant_id, chat_id, message_row, mark_row, id, recipient, is_typed, state, next_at_ms,
                                     queued_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                rows::next(transaction)?,
                tenant,
                chat.id.to_string(),
                kept.message,
                kept.mark,
                outgoing.id.as_str(),
                to.to_string(),
                outgoing.is_typed,
                state,
                not_before,
                now.0
            ])?;
        if let Some(mark) = kept.mark {
            // Behind the outbox: whether a message that is taken back keeps its words depends on whether that waits there.
            marks::apply_inserted(transaction, mark, &mut recorder)?;
        }
    }
    if let Some(key) = &outgoing.client_key {
        let keep = "INSERT INTO idempotency_keys (key, tenant_id, fingerprint, message_row, mark_row, at_ms)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        transaction.prepare_cached(keep)?.execute(params![
            key,
            tenant,
            outgoing.fingerprint,
            kept.message,
            kept.mark,
            now.0
        ])?;
    }
    let message = match kept.shown {
        Some(row) => messages::get(transaction, row)?,
        None => None,
    };
    Ok(Enqueued { id: kept.id, message, chat: chat.id, events: recorder.finish()?, duplicate: false })
}

/// What became of something to send.
struct Stored {
    /// Under which id it is known.
    id: MessageId,
    /// The message that it is, or that says it from now on.
    message: Option<i64>,
    /// The mark that it is.
    mark: Option<i64>,
    /// The message that the caller sees: itself, or the one that it is about.
    shown: Option<i64>,
    leaves: Leaves,
}

/// When something leaves.
#[derive(Clone, Copy, Debug)]
enum Leaves {
    /// Never: what it is about has not left either.
    Never,
    /// As soon as it can.
    AtOnce,
    /// Not before this moment.
    NotBefore(UnixMs),
}

impl Leaves {
    fn at(moment: Option<UnixMs>) -> Self {
        moment.map_or(Self::AtOnce, Self::NotBefore)
    }
}

/// One thing to send, on its way into the store.
struct Keeping<'a, 'r> {
    transaction: &'a Transaction<'a>,
    tenant: &'a str,
    outgoing: &'a Outgoing,
    chat: ChatId,
    kind: ChatKind,
    now: UnixMs,
    recorder: &'r mut Recorder<'a>,
}

impl Keeping<'_, '_> {
    fn message(&mut self, content: &Content, context: &Context) -> Result<Stored, WriteError> {
        let Self { transaction, tenant, outgoing, chat, now, .. } = *self;
        let place = placing::whole_second(now);
        let new = NewRow {
            chat,
            chat_kind: self.kind,
            id: &outgoing.id,
            sender: &outgoing.sender,
            from_me: true,
            at: Some(place),
            place,
            content,
            context,
            raw: Some(&outgoing.raw),
            status: MessageStatus::Queued,
            client_key: outgoing.client_key.as_deref(),
            sent_by: outgoing.sent_by,
            is_automatic: outgoing.is_automatic,
        };
        let Kept::New(row) = messages::keep(transaction, tenant, &new)? else {
            // 72 random bits were drawn twice.
            return Err(WriteError::Rule(StorageError::IdempotencyConflict));
        };
        noting::note(transaction, tenant, row, content, Came::Now, now)?;
        messages::make_newest(transaction, chat, row, place)?;
        self.recorder.message_created(chat, row);
        let (id, leaves) = (outgoing.id.clone(), Leaves::at(outgoing.send_at));
        Ok(Stored { id, message: Some(row), mark: None, shown: Some(row), leaves })
    }

    /// What is about a message leaves behind it. About one that has not left there is nothing to tell anybody: it is
    /// taken back, or says something else, as if it never had been otherwise.
    fn mark(&mut self, target: &MessageKey, says: &MarkKind) -> Result<Stored, WriteError> {
        let Self { transaction, outgoing, chat, .. } = *self;
        let shown = messages::find(transaction, chat, self.kind, &target.id, target.from_me, &target.sender)?;
        let pending = match shown {
            Some(row) => unsent::pending(transaction, row)?.filter(|pending| pending.never_left()),
            None => None,
        };
        let (Some(row), Some(pending)) = (shown, pending) else {
            return self.keep_mark(target, says, shown, Leaves::at(outgoing.send_at));
        };
        match says {
            MarkKind::Revoke => {
                let stored = self.keep_mark(target, says, shown, Leaves::Never)?;
                let why = Some(FailureReason::Cancelled);
                become_status(transaction, row, MessageStatus::Failed, why, self.recorder)?;
                Ok(stored)
            }
            MarkKind::Edit { .. }
                if let Some(reworded) = &outgoing.reworded
                    && !messages::was_changed(transaction, row)? =>
            {
                messages::reword(transaction, row, &reworded.raw, &reworded.content, &reworded.context)?;
                self.recorder.message_updated(chat, row);
                unsent::take_over(transaction, chat, row, self.recorder)?;
                Ok(Stored { id: target.id.clone(), message: Some(row), mark: None, shown, leaves: Leaves::Never })
            }
            _ if pending.state == OutboxState::Dead => Err(WriteError::Rule(StorageError::NeverSent)),
            _ => {
                let not_before = Some(pending.next_at).filter(|_| pending.state == OutboxState::Scheduled);
                self.keep_mark(target, says, shown, Leaves::at(outgoing.send_at.max(not_before)))
            }
        }
    }

    fn keep_mark(
        &mut self,
        target: &MessageKey,
        says: &MarkKind,
        shown: Option<i64>,
        leaves: Leaves,
    ) -> Result<Stored, WriteError> {
        let Self { transaction, tenant, outgoing, chat, kind, now, .. } = *self;
        let mark = Mark {
            target: target.clone(),
            id: outgoing.id.clone(),
            by: outgoing.sender.clone(),
            from_me: true,
            at: now,
            kind: says.clone(),
            raw: Some(outgoing.raw.clone()),
        };
        let row = match leaves {
            Leaves::Never => marks::keep(transaction, tenant, (chat, kind), &mark, self.recorder)?,
            Leaves::AtOnce | Leaves::NotBefore(_) => marks::insert(transaction, tenant, chat, &mark)?,
        };
        let row = row.ok_or(WriteError::Rule(StorageError::IdempotencyConflict))?;
        Ok(Stored { id: outgoing.id.clone(), message: None, mark: Some(row), shown, leaves })
    }
}

/// What was stored under a key before, if that is still here.
fn first_use(db: &Connection, key: &str, fingerprint: &[u8; 32], now: UnixMs) -> rusqlite::Result<FirstUse> {
    let find = "SELECT i.fingerprint, coalesce(m.id, k.id), coalesce(m.chat_id, k.chat_id), i.message_row
                FROM idempotency_keys i LEFT JOIN messages m ON m.row = i.message_row
                                        LEFT JOIN marks k ON k.row = i.mark_row WHERE i.key = ?1 AND i.at_ms >= ?2";
    let known: Option<([u8; 32], String, String, Option<i64>)> = db
        .prepare_cached(find)?
        .query_row(params![key, (now - KEYS_KEPT_MS).0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((other, id, chat, message_row)) = known else { return Ok(FirstUse::None) };
    if other != *fingerprint {
        return Ok(FirstUse::Other);
    }
    let id = MessageId::parse(&id).map_err(|error| unreadable("id", error))?;
    let message = match message_row {
        Some(row) => messages::get(db, row)?,
        None => None,
    };
    let chat = directory::chat_id(&chat)?;
    Ok(FirstUse::Same(Box::new(Enqueued { id, message, chat, events: Vec::new(), duplicate: true })))
}
