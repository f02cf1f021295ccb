//! What is to be sent: on disk before anybody is told that it will be, and until it was delivered.
//!
//! Each chat is a lane: what is in it leaves in order, and one that has to wait holds up nothing but what follows it
//! there. A message that WhatsApp took can still miss its reader: one who cannot open it asks for it again, and a
//! connection or a process that ends just then takes the asking with it. So a message stays here until its second
//! tick, and the next session sends it again under the same id, which the other side shows once.

mod enqueue;
mod heads;
mod unsent;
mod waiting;

use portaria_domain::{
    ANSWERED_WITHIN_MS, Address, ChatId, Content, Event, FailureReason, Jid, MessageId, MessageStatus, Raw, UnixMs,
};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::StorageError;
use crate::chats::columns::{UnknownWord, json, parsed};
use crate::chats::events::Recorder;
use crate::chats::state::IS_OVER;
use crate::chats::{ChatStore, automatic_rows, directory, marks, messages, packed, placing};
use crate::control::unreadable;

pub(super) use enqueue::enqueue;
pub use enqueue::{Enqueued, Outgoing, Reworded, Says};
pub(super) use waiting::take_out;
pub use waiting::{Cancelled, ToCancel, Waiting};

/// How long after its sending a message may miss its second tick because of how a session ended, in milliseconds. Who
/// is there answers within seconds; who is away will be asked by nobody to send again.
const UNCONFIRMED_MS: i64 = 5 * 60 * 1_000;
/// How often a message is sent again, at most: a connection that comes and goes is no reason to repeat it for ever.
const RESENDS: u32 = 3;

/// For how long something that did not leave is put off at most, in milliseconds.
pub const LONGEST_RETRY_MS: i64 = 5 * 60 * 1_000;
/// What is put off for longer than that, a clock noted that has been set back since: it's due. What waits for its hour,
/// or for its file, is not put off.
const HASTEN: &str = "UPDATE outbox SET next_at_ms = ?1
                      WHERE state = 'waiting' AND attempts > 0 AND next_at_ms > ?1 + ?2 AND next_at_ms < ?3";
const HASTEN_CHANGES: &str = "UPDATE changes SET next_at_ms = ?1 WHERE next_at_ms > ?1 + ?2";

/// What can leave: whatever waits and does not stand behind something of its chat that has to wait longer.
const DUE: &str = "
    WITH held AS (SELECT chat_id, min(row) AS first FROM outbox WHERE state = 'waiting' AND next_at_ms > :now GROUP BY chat_id),
         free AS (SELECT o.row FROM outbox o LEFT JOIN held ON held.chat_id = o.chat_id
                  WHERE o.state = 'waiting' AND (held.first IS NULL OR o.row < held.first) ORDER BY o.row LIMIT :limit)
    SELECT o.row, o.id, o.chat_id, o.recipient, o.is_typed, o.attempts, o.may_have_left, m.content,
           ifnull(m.is_automatic = 1 AND o.queued_at_ms <= :late, 0) AS is_late,
           coalesce(m.raw_format, k.raw_format) AS raw_format, coalesce(m.raw, k.raw) AS raw
    FROM free JOIN outbox o ON o.row = free.row
              LEFT JOIN messages m ON m.row = o.message_row LEFT JOIN marks k ON k.row = o.mark_row
    ORDER BY o.row";

/// What else there is to do at `?1`; `?2` is never.
fn beside() -> String {
    format!(
        "SELECT (SELECT min(at_ms) FROM (
                    SELECT min(next_at_ms) AS at_ms FROM outbox
                      WHERE state IN ('scheduled', 'waiting') AND next_at_ms > ?1 AND next_at_ms < ?2
                    UNION ALL SELECT min(expires_at_ms) FROM messages WHERE expires_at_ms > ?1)) AS later_ms,
           EXISTS (SELECT 1 FROM reads) AS has_reads,
           EXISTS (SELECT 1 FROM changes WHERE next_at_ms <= ?1) AS has_changes,
           EXISTS (SELECT 1 FROM messages WHERE {IS_OVER}) AS has_expired,
           EXISTS (SELECT 1 FROM outbox WHERE state IN ('scheduled', 'waiting')) OR EXISTS (SELECT 1 FROM reads)
             OR EXISTS (SELECT 1 FROM changes) OR EXISTS (SELECT 1 FROM automatic_answers WHERE is_due = 1) AS has_more"
    )
}

/// Where something lies in the outbox; never leaves the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OutboxRow(pub(super) i64);

/// How it stands with something in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxState {
    /// It waits for its hour.
    Scheduled,
    /// It waits for its turn.
    Waiting,
    /// It is on its way, or may have left before: WhatsApp's word on it is not here.
    Sending,
    /// WhatsApp has taken it; it stays until it was delivered.
    Sent,
    /// It will not leave by itself.
    Dead,
}

impl OutboxState {
    const ALL: [Self; 5] = [Self::Scheduled, Self::Waiting, Self::Sending, Self::Sent, Self::Dead];

    /// The word that the store and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }

    fn read(word: &str) -> rusqlite::Result<Self> {
        let known = Self::ALL.into_iter().find(|state| state.as_str() == word);
        known.ok_or_else(|| unreadable("state", UnknownWord(word.to_owned())))
    }
}

/// Something that can leave now.
#[derive(Clone, Debug)]
pub struct OutboxItem {
    /// Where it lies.
    pub row: OutboxRow,
    /// Under which id it travels.
    pub id: MessageId,
    /// Its conversation, which is its lane.
    pub chat: ChatId,
    /// Where it goes.
    pub to: Jid,
    /// Whether `to` is a number as somebody typed it, which WhatsApp was not asked about.
    pub is_typed: bool,
    /// Its protobuf; `None` for a text that a version without raws accepted.
    pub raw: Option<Raw>,
    /// What it says, where it is a message.
    pub content: Option<Content>,
    /// How often it was tried before.
    pub attempts: u32,
    /// Whether an earlier attempt may have brought it to WhatsApp.
    pub may_have_left: bool,
    /// Whether it is an automatic message whose time is over: it is for [`ChatStore::settle_late_answer`], and leaves no more.
    pub is_late: bool,
}

/// What there is to do for a session that can send.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// What can leave now, in order within each chat: nothing that stands behind something that has to wait.
    pub items: Vec<OutboxItem>,
    /// Whether WhatsApp has to be told of messages that were read here.
    pub has_reads: bool,
    /// Whether WhatsApp has to be told of something that was changed here.
    pub has_changes: bool,
    /// Whether the time of some message is over.
    pub has_expired: bool,
    /// What there is to do later.
    pub later: Later,
}

/// What there is to do for a session later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Later {
    /// When the next thing may leave that has to wait now, or the time of the next message is over.
    pub at: Option<UnixMs>,
    /// Whether anything waits, for whatever: it is to be looked at now and then, for clocks are set.
    pub has_more: bool,
    /// [`ChatStore::uses`] as it was then: while it is the same, none of this is different.
    pub uses: u64,
}

impl ChatStore {
    /// What there is to do now; of what can leave, the first `limit`. From now on all of that may have left, but for what is
    /// late: it is written down once for everything that is handed out together, before any of it is on the wire. What is not
    /// handed to WhatsApp after all goes through [`Self::release`].
    pub async fn due(&self, now: UnixMs, limit: usize) -> Result<Due, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (due, uses) = self
            .database
            .write_counted(move |transaction| {
                let begin = "UPDATE outbox SET state = 'waiting' WHERE state = 'scheduled' AND next_at_ms <= ?1";
                transaction.prepare_cached(begin)?.execute([now.0])?;
                let (longest_ms, forever) = (LONGEST_RETRY_MS, UnixMs::FOREVER.0);
                transaction.prepare_cached(HASTEN)?.execute([now.0, longest_ms, forever])?;
                transaction.prepare_cached(HASTEN_CHANGES)?.execute([now.0, longest_ms])?;
                let mut find = transaction.prepare_cached(DUE)?;
                let late = now - ANSWERED_WITHIN_MS;
                let values = named_params! { ":now": now.0, ":late": late.0, ":limit": limit };
                let items = find.query_map(values, read_item)?;
                let items: Vec<OutboxItem> = items.collect::<Result<_, _>>()?;
                let mut claim = transaction.prepare_cached("UPDATE outbox SET may_have_left = 1 WHERE row = ?1")?;
                for item in items.iter().filter(|item| !item.may_have_left && !item.is_late) {
                    claim.execute([item.row.0])?;
                }
                Ok(transaction.prepare_cached(&beside())?.query_row([now.0, forever], |row| {
                    Ok(Due {
                        items,
                        has_reads: row.get("has_reads")?,
                        has_changes: row.get("has_changes")?,
                        has_expired: row.get("has_expired")?,
                        later: Later {
                            at: row.get::<_, Option<i64>>("later_ms")?.map(UnixMs),
                            has_more: row.get("has_more")?,
                            uses: 0,
                        },
                    })
                })?)
            })
            .await?;
        Ok(Due { later: Later { uses, ..due.later }, ..due })
    }

    /// How often the store was used so far. While that does not change, nothing in it changes.
    pub fn uses(&self) -> u64 {
        self.database.uses()
    }

    /// What was handed out certainly did not leave: it can be cancelled again.
    pub async fn release(&self, rows: Vec<OutboxRow>, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let mut release = transaction.prepare_cached("UPDATE outbox SET may_have_left = 0 WHERE row = ?1")?;
                for row in &rows {
                    release.execute([row.0])?;
                }
                for row in rows {
                    if let Some(Subject::Message(message)) = subject(transaction, row)? {
                        unsent::settle_taken_back(transaction, message, &mut recorder)?;
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// WhatsApp has taken it. It does not wait any more, and is kept for [`Self::requeue_unconfirmed`].
    pub async fn mark_sent(&self, row: OutboxRow, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let subject = subject(transaction, row)?;
                let sent = "UPDATE outbox SET state = 'sent', sent_at_ms = ?2, attempts = 0,
                                   next_at_ms = CASE WHEN resends < ?4 THEN ?3 ELSE 0 END WHERE row = ?1";
                let settled_at = now + UNCONFIRMED_MS;
                transaction.prepare_cached(sent)?.execute(params![row.0, now.0, settled_at.0, RESENDS])?;
                forget_settled(transaction, now)?;
                match subject {
                    Some(Subject::Message(message)) => {
                        unsent::forget_if_taken_back(transaction, message)?;
                        left(transaction, message, now, &mut recorder)?;
                        become_status(transaction, message, MessageStatus::Sent, None, &mut recorder)?;
                    }
                    Some(Subject::Mark(mark)) => marks::settle(transaction, mark)?,
                    None => {}
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// It did not leave and is tried again, not before a moment.
    pub async fn retry_later(&self, row: OutboxRow, next_at: UnixMs) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let wait = "UPDATE outbox SET attempts = attempts + 1, next_at_ms = ?2 WHERE row = ?1";
                transaction.prepare_cached(wait)?.execute(params![row.0, next_at.0])?;
                Ok(())
            })
            .await
    }

    /// It waits until a moment, and with it what follows in its chat; that is no attempt. [`UnixMs::FOREVER`]: until
    /// something else is said of it, or a session opens.
    pub async fn hold(&self, row: OutboxRow, until: UnixMs) -> Result<(), StorageError> {
        let hold = "UPDATE outbox SET next_at_ms = ?2 WHERE row = ?1";
        self.database
            .write(move |transaction| Ok(transaction.prepare_cached(hold)?.execute(params![row.0, until.0])?))
            .await
            .map(drop)
    }

    /// Puts a message in place of `before` that can leave now: its file is with WhatsApp. One that was taken back
    /// meanwhile is not there any more, and one that was given other words keeps them and is uploaded again.
    pub async fn attach(&self, row: OutboxRow, before: Raw, raw: Raw) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let find = "SELECT m.row, m.raw_format, m.raw FROM outbox o JOIN messages m ON m.row = o.message_row
                            WHERE o.row = ?1";
                let found: Option<(i64, Option<Raw>)> =
                    transaction.query_row(find, [row.0], |row| Ok((row.get(0)?, packed::unpack(row)?))).optional()?;
                if let Some((message, Some(now))) = found
                    && now == before
                {
                    let (format, raw) = packed::pack(Some(&raw));
                    let attach = "UPDATE messages SET raw_format = ?2, raw = ?3 WHERE row = ?1";
                    transaction.execute(attach, params![message, format, raw])?;
                }
                let go = "UPDATE outbox SET next_at_ms = 0, attempts = 0 WHERE row = ?1";
                transaction.execute(go, [row.0])?;
                Ok(())
            })
            .await
    }

    /// WhatsApp said which address a typed number has: its chat is that party's, and may become one with another.
    pub async fn settle_recipient(
        &self,
        row: OutboxRow,
        address: &Address,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, address) = (self.tenant.to_string(), address.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let find = "SELECT recipient FROM outbox WHERE row = ?1";
                let typed: Option<String> = transaction.query_row(find, [row.0], |row| row.get(0)).optional()?;
                let (Some(typed), Some(to)) = (typed, address.primary().cloned()) else { return Ok(Vec::new()) };
                directory::rename(transaction, &tenant, &typed, &address, now, &mut recorder)?;
                let settle = "UPDATE outbox SET recipient = ?2, is_typed = 0 WHERE recipient = ?1 AND is_typed = 1";
                transaction.execute(settle, params![typed, to.to_string()])?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Lets wait again what was sent shortly before the last thing that happened here and has no second tick.
    /// To be called before a session opens; gives back how many they were.
    pub async fn requeue_unconfirmed(&self) -> Result<usize, StorageError> {
        self.database
            .write(|transaction| {
                // By the clock of this tenant's life: a machine may have been off for a day since.
                let find = "SELECT at_ms FROM events ORDER BY number DESC LIMIT 1";
                let last_sign_of_life: Option<i64> = transaction.query_row(find, [], |row| row.get(0)).optional()?;
                forget_settled(transaction, UnixMs(last_sign_of_life.unwrap_or_default()))?;
                let requeue =
                    "UPDATE outbox SET state = 'waiting', next_at_ms = 0, resends = resends + 1 WHERE state = 'sent'";
                // What waits for another attempt need not: the connection is a new one.
                transaction.execute("UPDATE outbox SET next_at_ms = 0 WHERE state = 'waiting'", [])?;
                Ok(transaction.execute(requeue, [])?)
            })
            .await
    }

    /// It will not leave by itself: a person may send it again, or discard it.
    pub async fn mark_failed(
        &self,
        row: OutboxRow,
        reason: FailureReason,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                fail(transaction, row, reason, &mut recorder)?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Nothing that waits will be sent: the phone is unlinked.
    pub async fn fail_pending(&self, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let find = "SELECT row FROM outbox WHERE state <> 'dead' ORDER BY row";
                let rows: Vec<i64> =
                    transaction.prepare(find)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
                for row in rows {
                    fail(transaction, OutboxRow(row), FailureReason::LoggedOut, &mut recorder)?;
                }
                transaction.execute("DELETE FROM reads", [])?;
                transaction.execute("DELETE FROM changes", [])?;
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// What a row of the outbox carries.
enum Subject {
    Message(i64),
    Mark(i64),
}

fn subject(transaction: &Transaction<'_>, row: OutboxRow) -> rusqlite::Result<Option<Subject>> {
    let find = "SELECT message_row, mark_row FROM outbox WHERE row = ?1";
    let found: Option<(Option<i64>, Option<i64>)> =
        transaction.prepare_cached(find)?.query_row([row.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(message, mark)| message.map(Subject::Message).or(mark.map(Subject::Mark))))
}

/// Takes something out of its lane for good. A message that had been sent before stays sent.
pub(super) fn fail(
    transaction: &Transaction<'_>,
    row: OutboxRow,
    reason: FailureReason,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    match subject(transaction, row)? {
        Some(Subject::Message(message)) => {
            if !matches!(reason, FailureReason::NoAnswer | FailureReason::LoggedOut) {
                transaction.execute("UPDATE outbox SET may_have_left = 0 WHERE row = ?1", [row.0])?;
            }
            if unsent::pending(transaction, message)?.is_some_and(unsent::Pending::never_left) {
                unsent::settle_taken_back(transaction, message, recorder)?;
                unsent::drop_marks(transaction, message, recorder)?;
            }
            become_status(transaction, message, MessageStatus::Failed, Some(reason), recorder)?;
            unsent::forget_if_taken_back(transaction, message)?;
            let is_failed = "SELECT status = 'failed' FROM messages WHERE row = ?1";
            if transaction.query_row(is_failed, [message], |row| row.get(0))? {
                // Who is refused by WhatsApp would be refused each time that they write.
                if matches!(reason, FailureReason::NoAnswer | FailureReason::LoggedOut) {
                    automatic_rows::forget_told(transaction, row.0)?;
                }
                transaction.execute("UPDATE outbox SET state = 'dead' WHERE row = ?1", [row.0])?;
            } else {
                transaction.execute("DELETE FROM outbox WHERE row = ?1", [row.0])?;
            }
            Ok(())
        }
        Some(Subject::Mark(mark)) => {
            let was_sent: bool = transaction.query_row(
                "DELETE FROM outbox WHERE row = ?1 RETURNING sent_at_ms IS NOT NULL",
                [row.0],
                |row| row.get(0),
            )?;
            if was_sent { Ok(()) } else { marks::remove(transaction, mark, recorder) }
        }
        None => Ok(()),
    }
}

/// A mark of ours has come this far with a reader; tells whether there is such a mark. In a chat of two it need not be
/// sent again; who of many has it is not kept.
pub(super) fn confirm_mark(
    transaction: &Transaction<'_>,
    id: &MessageId,
    status: MessageStatus,
) -> rusqlite::Result<bool> {
    let find = "SELECT k.row, c.kind = 'direct' FROM marks k JOIN chats c ON c.id = k.chat_id WHERE k.from_me = 1 AND k.id = ?1";
    let found: Option<(i64, bool)> =
        transaction.prepare_cached(find)?.query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    if let Some((mark, true)) = found
        && status >= MessageStatus::Delivered
    {
        transaction.prepare_cached("DELETE FROM outbox WHERE mark_row = ?1 AND state = 'sent'")?.execute([mark])?;
    }
    Ok(found.is_some())
}

/// It is known now when a message left that waited here; does nothing once that is known.
pub(super) fn left(
    transaction: &Transaction<'_>,
    message: i64,
    at: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    // Whose receipt names an earlier moment had it by then, from an earlier attempt.
    let find = "SELECT min(delivered_at_ms) FROM receipts WHERE message_row = ?1";
    let arrived_ms: Option<i64> = transaction.prepare_cached(find)?.query_row([message], |row| row.get(0))?;
    let left_at = placing::whole_second(arrived_ms.map_or(at, |arrived_ms| at.min(UnixMs(arrived_ms))));
    // However long it waited here, the time of a message that disappears begins now.
    let begin = "UPDATE messages SET expires_at_ms = expires_at_ms + max(0, ?2 - at_ms)
                 WHERE row = ?1 AND status = 'queued' AND expires_at_ms IS NOT NULL";
    transaction.prepare_cached(begin)?.execute([message, left_at.0])?;
    stand_after_what_came(transaction, message, left_at, recorder)
}

/// What arrived while a message waited is before it on WhatsApp, whose order is the chat's.
fn stand_after_what_came(
    transaction: &Transaction<'_>,
    message: i64,
    left_at: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT c.id, c.arrived_up_to_ms FROM messages m JOIN chats c ON c.id = m.chat_id
                WHERE m.row = ?1 AND m.status = 'queued' AND m.at_ms < ?2
                  AND (m.place_ms <= c.arrived_up_to_ms OR m.at_ms < m.place_ms)";
    let found: Option<(String, i64)> = transaction
        .prepare_cached(find)?
        .query_row([message, left_at.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((chat, arrived_up_to_ms)) = found else { return Ok(()) };
    let chat = directory::chat_id(&chat)?;
    // What came after it had left stands behind it.
    let is_last = placing::whole_second(UnixMs(arrived_up_to_ms)) <= left_at;
    let place = if is_last { left_at.max(UnixMs(arrived_up_to_ms) + 1) } else { left_at };
    transaction
        .prepare_cached("UPDATE messages SET at_ms = ?2, place_ms = ?3 WHERE row = ?1")?
        .execute(params![message, left_at.0, place.0])?;
    if is_last {
        messages::make_newest(transaction, chat, message, place)?;
        stay_behind(transaction, chat, message, place, recorder)?;
    } else {
        messages::find_newest(transaction, &chat.to_string())?;
    }
    recorder.message_updated(chat, message);
    Ok(())
}

/// What still waits behind a message that was moved stays behind it. It is moved itself when it leaves: its place is
/// later than its time.
fn stay_behind(
    transaction: &Transaction<'_>,
    chat: ChatId,
    message: i64,
    place: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT m.row FROM outbox o JOIN messages m ON m.row = o.message_row
                WHERE o.chat_id = ?1 AND m.row > ?2 AND m.place_ms < ?3 AND m.status = 'queued' ORDER BY m.row";
    let waiting: Vec<i64> = transaction
        .prepare_cached(find)?
        .query_map(params![chat.to_string(), message, place.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for row in waiting {
        let follow = "UPDATE messages SET place_ms = ?2 WHERE row = ?1";
        transaction.prepare_cached(follow)?.execute(params![row, place.0])?;
        messages::make_newest(transaction, chat, row, place)?;
        recorder.message_updated(chat, row);
    }
    Ok(())
}

/// Notes how far a message has come, if that is farther than before.
fn become_status(
    transaction: &Transaction<'_>,
    message: i64,
    status: MessageStatus,
    failure: Option<FailureReason>,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT chat_id, status FROM messages WHERE row = ?1";
    let (chat, before): (String, MessageStatus) = transaction
        .prepare_cached(find)?
        .query_row([message], |row| Ok((row.get(0)?, messages::status(row.get_ref(1)?.as_str()?)?)))?;
    // A receipt can be here before WhatsApp's acknowledgement.
    let after = before.advance(status);
    if after == before {
        return Ok(());
    }
    transaction.prepare_cached("UPDATE messages SET status = ?2, failure = ?3 WHERE row = ?1")?.execute(params![
        message,
        after.as_str(),
        failure.map(|failure| json(&failure))
    ])?;
    recorder.message_status_changed(directory::chat_id(&chat)?, message);
    Ok(())
}

/// Forgets what was sent and needs no second sending, seen from a moment. What is sent is sorted by the moment after
/// which it needs none.
fn forget_settled(transaction: &Transaction<'_>, at: UnixMs) -> rusqlite::Result<()> {
    let forget = "DELETE FROM outbox WHERE state = 'sent' AND next_at_ms <= ?3 AND (sent_at_ms < ?1 OR resends >= ?2)";
    transaction.prepare_cached(forget)?.execute(params![(at - UNCONFIRMED_MS).0, RESENDS, at.0])?;
    Ok(())
}

fn read_item(row: &Row<'_>) -> rusqlite::Result<OutboxItem> {
    let text = |column: &str| -> rusqlite::Result<String> { row.get(column) };
    let has_content = row.get_ref("content")?.as_str_or_null()?.is_some();
    Ok(OutboxItem {
        row: OutboxRow(row.get("row")?),
        id: MessageId::parse(&text("id")?).map_err(|error| unreadable("id", error))?,
        chat: directory::chat_id(&text("chat_id")?)?,
        to: text("recipient")?.parse().map_err(|error| unreadable("recipient", error))?,
        is_typed: row.get("is_typed")?,
        raw: packed::unpack(row)?,
        content: if has_content { Some(parsed(row, "content")?) } else { None },
        attempts: row.get("attempts")?,
        may_have_left: row.get("may_have_left")?,
        is_late: row.get("is_late")?,
    })
}
