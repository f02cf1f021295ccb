//! What was changed here and WhatsApp does not know yet: one row for each thing, with the last word on it, and with how
//! that thing stood before, for the case that WhatsApp refuses it (`refused`).

use portaria_domain::{AccountChange, ChatChange, ChatId, Label, MessageId, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::StorageError;
use crate::chats::columns::{json, parsed};
use crate::chats::{ChatStore, rows};

/// A change that WhatsApp is to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingChange {
    /// What changed.
    pub change: AccountChange,
    /// How often it was tried before.
    pub attempts: u32,
    row: i64,
}

/// How a thing stands on WhatsApp that is another one here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub(super) enum Before {
    /// Something of a chat.
    Chat {
        /// As it is there.
        was: ChatChange,
    },
    /// A star: all that was said of it is what was said here.
    Star {
        /// The marks that said it.
        marks: Vec<MessageId>,
    },
    /// Whether somebody is blocked.
    Block {
        /// As it is there.
        was: bool,
    },
    /// What the phone's address book calls somebody.
    BookName {
        /// As it is there; empty: it does not have them.
        was: String,
    },
    /// A label, if there is one.
    Label {
        /// As it is there.
        was: Option<Label>,
        /// The chats that lost it here.
        chats: Vec<ChatId>,
    },
    /// Whether a chat has a label.
    LabelOnChat {
        /// As it is there.
        was: bool,
    },
}

impl Before {
    /// What WhatsApp has, when there was another change after this one that it was not told of either.
    fn and(self, later: Option<Self>) -> Self {
        match (self, later) {
            (Self::Star { mut marks }, Some(Self::Star { marks: more })) => {
                marks.extend(more);
                Self::Star { marks }
            }
            (Self::Label { was, mut chats }, Some(Self::Label { chats: more, .. })) => {
                chats.extend(more);
                Self::Label { was, chats }
            }
            (first, _) => first,
        }
    }
}

/// A change as it stands in its row.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    change: AccountChange,
    /// `None`: nothing brings it back, or an older version kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Before>,
}

/// Remembers a change for WhatsApp, with how it was before; an earlier one of the same thing is forgotten, and what it
/// was before that stays.
pub(super) fn queue(
    transaction: &Transaction<'_>,
    tenant: &str,
    change: &AccountChange,
    before: Option<Before>,
) -> rusqlite::Result<()> {
    let before = match waiting(transaction, change)? {
        Some(Kept { before: Some(first), .. }) => Some(first.and(before)),
        Some(Kept { before: None, .. }) => None,
        None => before,
    };
    let add = "INSERT INTO changes (row, tenant_id, account, about, says)
               VALUES (?1, ?2, (SELECT account FROM owner), ?3, ?4)
               ON CONFLICT (account, about) DO UPDATE SET says = excluded.says, attempts = 0, next_at_ms = 0";
    transaction.prepare_cached(add)?.execute(params![
        rows::next(transaction)?,
        tenant,
        change.about(),
        json(&Kept { change: change.clone(), before })
    ])?;
    Ok(())
}

/// Another device of the account says how a thing stands: if a change of the same thing is refused, it is so again.
/// Whether such a change waits.
pub(super) fn heard(transaction: &Transaction<'_>, said: &AccountChange, now: Before) -> rusqlite::Result<bool> {
    let Some(Kept { change, before: Some(before) }) = waiting(transaction, said)? else { return Ok(false) };
    let set = "UPDATE changes SET says = ?2 WHERE account = (SELECT account FROM owner) AND about = ?1";
    let kept = Kept { change, before: Some(now.and(Some(before))) };
    transaction.prepare_cached(set)?.execute(params![said.about(), json(&kept)])?;
    Ok(true)
}

/// Takes a change out that WhatsApp has answered; gives how it was before, if that is known. A later change of the same
/// thing stays and waits for its own answer.
pub(super) fn take(transaction: &Transaction<'_>, answered: &PendingChange) -> rusqlite::Result<Option<Before>> {
    let find = "SELECT says FROM changes WHERE row = ?1";
    let kept: Option<Kept> =
        transaction.prepare_cached(find)?.query_row([answered.row], |row| parsed(row, "says")).optional()?;
    let Some(kept) = kept.filter(|kept| kept.change == answered.change) else { return Ok(None) };
    transaction.prepare_cached("DELETE FROM changes WHERE row = ?1")?.execute([answered.row])?;
    Ok(kept.before)
}

/// The change of the same thing that WhatsApp was not told of.
fn waiting(transaction: &Transaction<'_>, change: &AccountChange) -> rusqlite::Result<Option<Kept>> {
    let find = "SELECT says FROM changes WHERE account = (SELECT account FROM owner) AND about = ?1";
    transaction.prepare_cached(find)?.query_row([change.about()], |row| parsed(row, "says")).optional()
}

/// Changes of the paired account that WhatsApp was not told of, whenever they are due, the oldest first.
pub(super) fn untold(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<AccountChange>> {
    let find = "SELECT says FROM changes WHERE account = (SELECT account FROM owner) ORDER BY row";
    transaction.prepare_cached(find)?.query_map([], |row| parsed(row, "says"))?.collect()
}

impl ChatStore {
    /// Changes of the paired account that WhatsApp can be told of now, the oldest first.
    pub async fn pending_changes(&self, now: UnixMs, limit: usize) -> Result<Vec<PendingChange>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let find = "SELECT row, says, attempts FROM changes
                    WHERE account = (SELECT account FROM owner) AND next_at_ms <= ?1 ORDER BY row LIMIT ?2";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let pending = find.query_map(params![now.0, limit], |row| {
                    Ok(PendingChange {
                        change: parsed(row, "says")?,
                        attempts: row.get("attempts")?,
                        row: row.get("row")?,
                    })
                })?;
                pending.collect()
            })
            .await
    }

    /// WhatsApp did not take it; it is told again, not before a moment.
    pub async fn tell_change_later(&self, change: &PendingChange, next_at: UnixMs) -> Result<(), StorageError> {
        let change = change.clone();
        self.database
            .write(move |transaction| {
                // A later change of the same thing begins anew.
                let wait = "UPDATE changes SET attempts = ?2 + 1, next_at_ms = ?3 WHERE row = ?1 AND attempts = ?2";
                Ok(transaction.execute(wait, params![change.row, change.attempts, next_at.0])?)
            })
            .await
            .map(drop)
    }
}
