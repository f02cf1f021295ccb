//! How much of the past is kept, and how far it has come.

use portaria_domain::{HistoryPolicy, HistoryProgress, UnixMs};
use rusqlite::{Connection, params};

use super::queue;
use crate::StorageError;
use crate::chats::ChatStore;

/// All of it has come.
const WHOLE: u8 = 100;

impl ChatStore {
    /// How much of the past is kept.
    pub async fn history_policy(&self) -> Result<HistoryPolicy, StorageError> {
        self.database.read(policy).await
    }

    /// Says how much of the past is kept from now on. What is here stays.
    pub async fn set_history_policy(&self, policy: HistoryPolicy) -> Result<(), StorageError> {
        let set = "UPDATE owner SET history_days = ?1";
        self.database.write(move |transaction| Ok(transaction.execute(set, [policy.days])?)).await.map(drop)
    }

    /// A phone was paired: its past begins to come, and its counts of unread messages hold again.
    pub async fn begin_history(&self, now: UnixMs) -> Result<(), StorageError> {
        let begin = "UPDATE owner SET history_messages = 0, history_percent = NULL, paired_at_row = last_row,
                            paired_at_ms = ?1";
        self.database
            .write(move |transaction| {
                transaction.execute(begin, [now.0])?;
                queue::clear(transaction)?;
                transaction
                    .execute("UPDATE chats SET counted_up_to_ms = NULL WHERE counted_up_to_ms IS NOT NULL", [])?;
                Ok(())
            })
            .await
    }

    /// The phone says how much of its past has come; it never becomes less.
    pub async fn set_history_percent(&self, percent: u8) -> Result<HistoryProgress, StorageError> {
        self.database
            .write(move |transaction| {
                let set = "UPDATE owner SET history_percent = max(coalesce(history_percent, 0), ?1)";
                transaction.execute(set, [percent.min(WHOLE)])?;
                Ok(progress(transaction)?)
            })
            .await
    }

    /// How far the past has come. `None`: nothing of it came yet, or all of it has.
    pub async fn history_progress(&self) -> Result<Option<HistoryProgress>, StorageError> {
        let known = self.database.read(progress).await?;
        Ok((known != HistoryProgress::default() && known.percent != Some(WHOLE)).then_some(known))
    }
}

pub(super) fn policy(db: &Connection) -> rusqlite::Result<HistoryPolicy> {
    let find = "SELECT history_days FROM owner";
    db.prepare_cached(find)?.query_row([], |row| Ok(HistoryPolicy { days: row.get(0)? }))
}

/// Counts messages of the past that were kept just now.
pub(super) fn count(db: &Connection, messages: u32) -> rusqlite::Result<()> {
    let add = "UPDATE owner SET history_messages = history_messages + ?1";
    db.prepare_cached(add)?.execute(params![messages])?;
    Ok(())
}

pub(super) fn progress(db: &Connection) -> rusqlite::Result<HistoryProgress> {
    let find = "SELECT history_messages, history_percent FROM owner";
    db.prepare_cached(find)?.query_row([], |row| {
        let messages = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
        Ok(HistoryProgress { messages, percent: row.get(1)? })
    })
}
