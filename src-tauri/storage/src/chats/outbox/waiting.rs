//! What is in the outbox, for people: to see, to cancel, to send again.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use portaria_domain::{ChatId, Event, FailureReason, MessageId, MessageStatus, UnixMs};
use rusqlite::{Row, Transaction, params};

use super::{OutboxRow, OutboxState, heads, unsent};
use crate::StorageError;
use crate::chats::columns::optional;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory, marks, messages};
use crate::control::unreadable;

/// How many are taken out of the outbox together.
const CANCELLED_AT_ONCE: usize = 500;

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

/// What is to be taken out of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToCancel {
    /// One of a chat, by its id.
    One(ChatId, MessageId),
    /// These, by their ids, in whichever chats.
    Ids(HashSet<String>),
    /// What waits in a chat, also for later; what failed stays.
    Chat(ChatId),
    /// What waits in any chat, also for later; what failed stays.
    All,
}

/// What became of what was to be taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cancelled {
    /// How many are gone.
    pub taken_out: u32,
    /// How many stay: they are on their way, or may have left before.
    pub leaving: u32,
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
        let find = "SELECT o.id, o.chat_id, o.attempts,
                           CASE WHEN o.state = 'waiting' AND o.may_have_left = 1 THEN 'sending' ELSE o.state END AS state,
                           o.next_at_ms, o.queued_at_ms, m.failure, m.client_key
                    FROM outbox o LEFT JOIN messages m ON m.row = o.message_row
                    WHERE o.state <> 'sent' AND (?1 IS NULL OR o.chat_id = ?1)
                      AND (o.queued_at_ms, o.id) > (?2, ?3)
                    ORDER BY o.queued_at_ms, o.id LIMIT ?4";
        self.database
            .read(move |db| db.prepare_cached(find)?.query_map(params![chat, queued_at, id, limit], read)?.collect())
            .await
    }

    /// Takes what was named out of the outbox, with what it shows, where it certainly has not left. What is not there is
    /// passed over, so that doing it again is harmless. Thousands go in parts, between which others write; what they put
    /// in stays.
    pub async fn cancel(&self, what: ToCancel, now: UnixMs) -> Result<(Cancelled, Vec<Event>), StorageError> {
        let newest = "SELECT ifnull(max(row), 0) FROM outbox";
        let newest = self.database.read(move |db| db.prepare_cached(newest)?.query_row([], |row| row.get(0))).await?;
        let (mut cancelled, mut events, mut rows) = (Cancelled::default(), Vec::new(), 0..=newest);
        loop {
            let (part, told, last) = self.cancel_part(what.clone(), rows.clone(), now).await?;
            cancelled.taken_out += part.taken_out;
            cancelled.leaving += part.leaving;
            events.extend(told);
            match last {
                Some(last) => rows = last + 1..=newest,
                None => return Ok((cancelled, events)),
            }
        }
    }

    /// Cancels what lies in these rows; tells up to where it came, where there may be more.
    async fn cancel_part(
        &self,
        what: ToCancel,
        rows: RangeInclusive<i64>,
        now: UnixMs,
    ) -> Result<(Cancelled, Vec<Event>, Option<i64>), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let mut cancelled = Cancelled::default();
                let mut chats = BTreeSet::new();
                let named = named(transaction, &what, &rows)?;
                let last = named.last().filter(|_| named.len() == CANCELLED_AT_ONCE).map(|last| last.row);
                for unsent in named {
                    if unsent.is_leaving {
                        cancelled.leaving += 1;
                        continue;
                    }
                    // Gone with the message that it was about.
                    if transaction.execute("DELETE FROM outbox WHERE row = ?1", [unsent.row])? == 0 {
                        continue;
                    }
                    cancelled.taken_out += 1;
                    if let Some(mark) = unsent.mark {
                        marks::remove(transaction, mark, &mut recorder)?;
                    }
                    if let Some(message) = unsent.message {
                        remove_message(transaction, message, &mut recorder)?;
                        chats.insert(unsent.chat);
                    }
                }
                for chat in chats {
                    settle_chat(transaction, chat, &mut recorder)?;
                }
                Ok((cancelled, recorder.finish()?, last))
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
                let named = ToCancel::One(chat, id);
                let Some(Unsent { row, message, .. }) = self::named(transaction, &named, &(0..=i64::MAX))?.pop() else {
                    return Ok((false, Vec::new()));
                };
                let again = "UPDATE outbox SET state = 'waiting', attempts = 0, next_at_ms = 0 WHERE row = ?1";
                transaction.execute(again, [row])?;
                if let Some(message) = message {
                    let queue = "UPDATE messages SET status = ?2, failure = NULL WHERE row = ?1 AND status = 'failed'";
                    transaction.execute(queue, params![message, MessageStatus::Queued.as_str()])?;
                    recorder.message_status_changed(chat, message);
                    heads::send_again(transaction, message)?;
                    unsent::take_over(transaction, chat, message, &mut recorder)?;
                }
                Ok((true, recorder.finish()?))
            })
            .await
    }
}

/// Takes a message that certainly has not left out of the outbox and out of its chat.
pub(in crate::chats) fn take_out(
    transaction: &Transaction<'_>,
    row: OutboxRow,
    chat: ChatId,
    message: i64,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM outbox WHERE row = ?1", [row.0])?;
    remove_message(transaction, message, recorder)?;
    settle_chat(transaction, chat, recorder)
}

/// A message that is in the outbox no more is gone, with what waits there about it.
fn remove_message(transaction: &Transaction<'_>, message: i64, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    unsent::drop_marks(transaction, message, recorder)?;
    heads::leave_with(transaction, message)?;
    transaction.execute("DELETE FROM messages WHERE row = ?1", [message])?;
    Ok(())
}

/// Messages of a chat are gone, or are another's than before.
fn settle_chat(transaction: &Transaction<'_>, chat: ChatId, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    messages::find_newest(transaction, &chat.to_string())?;
    messages::find_waiting(transaction, &chat.to_string())?;
    recorder.chat_changed(chat);
    Ok(())
}

/// Something that is in the outbox and has not arrived.
struct Unsent {
    row: i64,
    chat: ChatId,
    message: Option<i64>,
    mark: Option<i64>,
    /// Whether it is on its way, or may have left before.
    is_leaving: bool,
}

/// What was named in these rows, in their order, as much as goes together.
fn named(transaction: &Transaction<'_>, what: &ToCancel, rows: &RangeInclusive<i64>) -> rusqlite::Result<Vec<Unsent>> {
    let chat = match what {
        ToCancel::One(chat, _) | ToCancel::Chat(chat) => Some(chat.to_string()),
        ToCancel::Ids(_) | ToCancel::All => None,
    };
    let find = "SELECT row, id, chat_id, message_row, mark_row, state = 'dead', state = 'waiting' AND may_have_left = 1
                FROM outbox WHERE row BETWEEN ?2 AND ?3 AND (?1 IS NULL OR chat_id = ?1) AND state <> 'sent' AND resends = 0
                ORDER BY row";
    let mut find = transaction.prepare_cached(find)?;
    let mut rows = find.query(params![chat, rows.start(), rows.end()])?;
    let mut found = Vec::new();
    while found.len() < CANCELLED_AT_ONCE
        && let Some(row) = rows.next()?
    {
        let (id, is_dead): (String, bool) = (row.get(1)?, row.get(5)?);
        let is_named = match what {
            ToCancel::One(_, named) => named.as_str() == id,
            ToCancel::Ids(named) => named.contains(id.as_str()),
            ToCancel::Chat(_) | ToCancel::All => !is_dead,
        };
        if is_named {
            found.push(Unsent {
                row: row.get(0)?,
                chat: directory::chat_id(row.get_ref(2)?.as_str()?)?,
                message: row.get(3)?,
                mark: row.get(4)?,
                is_leaving: row.get(6)?,
            });
        }
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let next_at_ms: i64 = row.get("next_at_ms")?;
    Ok(Waiting {
        id: MessageId::parse(row.get_ref("id")?.as_str()?).map_err(|error| unreadable("id", error))?,
        chat: directory::chat_id(row.get_ref("chat_id")?.as_str()?)?,
        state: OutboxState::read(row.get_ref("state")?.as_str()?)?,
        attempts: row.get("attempts")?,
        next_at: Some(UnixMs(next_at_ms)).filter(|at| *at > UnixMs(0) && *at < UnixMs::FOREVER),
        queued_at: UnixMs(row.get("queued_at_ms")?),
        failure: optional(row, "failure")?,
        client_key: row.get("client_key")?,
    })
}
