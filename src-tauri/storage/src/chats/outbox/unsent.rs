//! What certainly has not left: it is taken back as if it never was, and nobody on the wire hears of it.

use portaria_domain::{ChatId, FailureReason, MessageStatus, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction};

use super::{OutboxState, become_status};
use crate::chats::events::Recorder;
use crate::chats::{marks, messages};

/// How a message stands in the outbox.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) state: OutboxState,
    /// Not before.
    pub(super) next_at: UnixMs,
    may_have_left: bool,
}

impl Pending {
    /// Whether nobody but us has seen it.
    pub(super) fn never_left(self) -> bool {
        !self.may_have_left && self.state != OutboxState::Sent
    }
}

/// How a message stands in the outbox; `None`: it is not in there.
pub(super) fn pending(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<Option<Pending>> {
    let find = "SELECT state, next_at_ms, may_have_left OR sent_at_ms IS NOT NULL FROM outbox WHERE message_row = ?1";
    transaction
        .prepare_cached(find)?
        .query_row([message], |row| {
            Ok(Pending {
                state: OutboxState::read(row.get_ref(0)?.as_str()?)?,
                next_at: UnixMs(row.get(1)?),
                may_have_left: row.get(2)?,
            })
        })
        .optional()
}

/// The rows of marks in the outbox about a message `?1`, and of the marks themselves.
const ABOUT: &str = "
    FROM outbox o JOIN marks k ON k.row = o.mark_row
                  JOIN messages m ON m.chat_id = k.chat_id AND m.id = k.target_id AND m.from_me = k.target_from_me
    WHERE m.row = ?1";

/// Nothing that is about a message leaves any more: the message itself never did, so that nobody would know what is
/// meant. What takes it back stays said here.
pub(super) fn drop_marks(
    transaction: &Transaction<'_>,
    message: i64,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let mut find = transaction.prepare_cached(&format!("SELECT o.row, k.row, k.kind = 'revoke' {ABOUT}"))?;
    let found: Vec<(i64, i64, bool)> =
        find.query_map([message], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    for (row, mark, is_revoke) in found {
        transaction.execute("DELETE FROM outbox WHERE row = ?1", [row])?;
        if !is_revoke {
            marks::remove(transaction, mark, recorder)?;
        }
    }
    Ok(())
}

/// A message was taken back, or deleted on the phone, while it was on its way, and now it is certain that it did not
/// leave: neither it nor what takes it back leaves any more. Does nothing for any other message.
pub(super) fn settle_taken_back(
    transaction: &Transaction<'_>,
    message: i64,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT json_extract(content, '$.kind') = 'deleted' FROM messages WHERE row = ?1";
    if !transaction.prepare_cached(find)?.query_row([message], |row| row.get(0))? {
        return Ok(());
    }
    drop_marks(transaction, message, recorder)?;
    forget(transaction, message)?;
    become_status(transaction, message, MessageStatus::Failed, Some(FailureReason::Cancelled), recorder)
}

/// It is known what became of a message that was taken back meanwhile: it need not leave once more, and nothing of its
/// words stays once WhatsApp knows that too. Does nothing for any other message.
pub(super) fn forget_if_taken_back(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<()> {
    let find = "SELECT raw IS NOT NULL AND json_extract(content, '$.kind') = 'deleted' FROM messages WHERE row = ?1";
    let is_taken_back: bool = transaction.prepare_cached(find)?.query_row([message], |row| row.get(0))?;
    if is_taken_back && !marks::is_revoke_waiting(transaction, message)? {
        forget(transaction, message)?;
    }
    Ok(())
}

/// A person sends an automatic message: it is their answer from now on. Does nothing for any other message.
pub(super) fn take_over(
    transaction: &Transaction<'_>,
    chat: ChatId,
    row: i64,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let take = "UPDATE messages SET is_automatic = 0 WHERE row = ?1 AND is_automatic = 1";
    if transaction.prepare_cached(take)?.execute([row])? > 0 {
        messages::find_waiting(transaction, &chat.to_string())?;
        recorder.message_updated(chat, row);
        recorder.chat_changed(chat);
    }
    Ok(())
}

fn forget(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM outbox WHERE message_row = ?1", [message])?;
    transaction.execute("UPDATE messages SET raw = NULL, raw_format = NULL WHERE row = ?1", [message])?;
    Ok(())
}
