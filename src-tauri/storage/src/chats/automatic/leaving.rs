//! What was decided goes into the outbox, or is sent no more.

use std::collections::HashSet;

use portaria_domain::{ANSWERED_WITHIN_MS, AutomaticKind, ChatId, Event, UnixMs};
use rusqlite::params;

use crate::StorageError;
use crate::chats::columns::UnknownWord;
use crate::chats::outbox::{self, Enqueued, Outgoing, ToCancel};
use crate::chats::{ChatStore, directory};
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

impl ChatStore {
    /// What is due now, the oldest first.
    pub async fn due_answers(&self, now: UnixMs) -> Result<Vec<DueAnswer>, StorageError> {
        let find = "SELECT a.chat_id, a.kind, a.decided_at_ms FROM automatic_answers a JOIN chats c ON c.id = a.chat_id
                    WHERE a.is_due = 1 AND a.decided_at_ms > ?1 AND c.account = (SELECT account FROM owner)
                    ORDER BY a.decided_at_ms";
        let from_ms = (now - ANSWERED_WITHIN_MS).0;
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
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

    /// Takes automatic messages out of the outbox that waited for too long there and certainly have not left: who wrote
    /// yesterday is told nothing today, and anew when they write again.
    pub async fn forget_late_answers(&self, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let late_ms = (now - ANSWERED_WITHIN_MS).0;
        let find = "SELECT o.id FROM outbox o JOIN messages m ON m.row = o.message_row
                    WHERE o.state = 'waiting' AND o.may_have_left = 0 AND o.sent_at_ms IS NULL AND o.queued_at_ms <= ?1
                      AND m.is_automatic = 1";
        let late: HashSet<String> = self
            .database
            .read(move |db| db.prepare_cached(find)?.query_map([late_ms], |row| row.get(0))?.collect())
            .await?;
        if late.is_empty() {
            return Ok(Vec::new());
        }
        self.database
            .write(move |transaction| {
                let forget = "DELETE FROM automatic_answers WHERE is_due = 0 AND chat_id IN (
                                SELECT o.chat_id FROM outbox o JOIN messages m ON m.row = o.message_row
                                WHERE o.state = 'waiting' AND o.may_have_left = 0 AND o.sent_at_ms IS NULL
                                  AND o.queued_at_ms <= ?1 AND m.is_automatic = 1)";
                Ok(transaction.execute(forget, [late_ms])?)
            })
            .await?;
        Ok(self.cancel(ToCancel::Ids(late), now).await?.1)
    }
}

fn kind(word: &str) -> rusqlite::Result<AutomaticKind> {
    let known = AutomaticKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    known.ok_or_else(|| unreadable("kind", UnknownWord(word.to_owned())))
}
