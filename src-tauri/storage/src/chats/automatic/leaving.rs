//! What was decided goes into the outbox, or is sent no more.

use portaria_domain::{ANSWERED_WITHIN_MS, AutomaticKind, ChatId, Event, FailureReason, UnixMs};
use rusqlite::{OptionalExtension as _, params};

use crate::StorageError;
use crate::chats::columns::UnknownWord;
use crate::chats::events::Recorder;
use crate::chats::outbox::{self, Enqueued, OutboxRow, Outgoing};
use crate::chats::{ChatStore, automatic_rows, directory};
use crate::control::unreadable;

/// An automatic message that is to be put into the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueAnswer {
    /// In which chat.
    pub chat: ChatId,
    /// Which one.
    pub kind: AutomaticKind,
    decided_at: UnixMs,
}

/// From what is due, which is little: the pump asks with each message.
const DUE: &str = "SELECT a.chat_id, a.kind, a.decided_at_ms
                   FROM automatic_answers a CROSS JOIN chats c ON c.id = a.chat_id
                   WHERE a.is_due = 1 AND a.decided_at_ms > ?1 AND c.account = (SELECT account FROM owner)
                   ORDER BY a.decided_at_ms";

impl ChatStore {
    /// What is due now, the oldest first.
    pub async fn due_answers(&self, now: UnixMs) -> Result<Vec<DueAnswer>, StorageError> {
        let from_ms = (now - ANSWERED_WITHIN_MS).0;
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(DUE)?;
                let found = find.query_map([from_ms], |row| {
                    Ok(DueAnswer {
                        chat: directory::chat_id(row.get_ref(0)?.as_str()?)?,
                        kind: kind(row.get_ref(1)?.as_str()?)?,
                        decided_at: UnixMs(row.get(2)?),
                    })
                })?;
                found.collect()
            })
            .await
    }

    /// Puts what was due into the outbox. `None`: it is there already, or was decided anew.
    pub async fn answer_by_itself(
        &self,
        due: DueAnswer,
        outgoing: Outgoing,
        now: UnixMs,
    ) -> Result<Option<Enqueued>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let settle = "UPDATE automatic_answers SET is_due = 0
                              WHERE chat_id = ?1 AND kind = ?2 AND decided_at_ms = ?3 AND is_due = 1";
                let DueAnswer { chat, kind, decided_at } = due;
                let settled = params![chat.to_string(), kind.as_str(), decided_at.0];
                if transaction.execute(settle, settled)? == 0 {
                    return Ok(None);
                }
                outbox::enqueue(transaction, &tenant, &Outgoing { is_automatic: true, ..outgoing }, now).map(Some)
            })
            .await
    }

    /// What was due is sent to nobody: there is nothing that it would say.
    pub async fn drop_answer(&self, due: DueAnswer) -> Result<(), StorageError> {
        let drop =
            "DELETE FROM automatic_answers WHERE chat_id = ?1 AND kind = ?2 AND decided_at_ms = ?3 AND is_due = 1";
        let DueAnswer { chat, kind, decided_at } = due;
        self.database
            .write(move |transaction| {
                transaction.execute(drop, params![chat.to_string(), kind.as_str(), decided_at.0])?;
                Ok(())
            })
            .await
    }

    /// An automatic message waited for too long in the outbox: it is taken out where it certainly has not left, has failed
    /// where it may have, and is not repeated where it was sent. Who wrote yesterday is told nothing today, and anew when
    /// they write again. Does nothing for what a person sends.
    pub async fn settle_late_answer(&self, row: OutboxRow, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        let find = "SELECT o.chat_id, o.message_row, o.may_have_left = 0 AND o.sent_at_ms IS NULL
                    FROM outbox o JOIN messages m ON m.row = o.message_row
                    WHERE o.row = ?1 AND o.state = 'waiting' AND m.is_automatic = 1";
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let late: Option<(String, i64, bool)> = transaction
                    .prepare_cached(find)?
                    .query_row([row.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .optional()?;
                match late {
                    Some((chat, message, true)) => {
                        automatic_rows::forget_told(transaction, row.0)?;
                        outbox::take_out(transaction, row, directory::chat_id(&chat)?, message, &mut recorder)?;
                    }
                    Some(_) => outbox::fail(transaction, row, FailureReason::NoAnswer, &mut recorder)?,
                    None => {}
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

fn kind(word: &str) -> rusqlite::Result<AutomaticKind> {
    let known = AutomaticKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    known.ok_or_else(|| unreadable("kind", UnknownWord(word.to_owned())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_due_is_found_without_a_look_at_the_chats() {
        let mut db = rusqlite::Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, DUE);
        assert!(plan.contains("INDEX automatic_answers_due (decided_at_ms>?)"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
