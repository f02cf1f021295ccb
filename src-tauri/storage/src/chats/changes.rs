//! What was changed here and WhatsApp does not know yet: one row for each thing, with the last word on it.

use portaria_domain::{AccountChange, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::columns::{json, parsed};
use crate::chats::{ChatStore, columns, rows};

/// A change that WhatsApp is to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingChange {
    /// What changed.
    pub change: AccountChange,
    /// How often it was tried before.
    pub attempts: u32,
    row: i64,
    /// As it stands in its row: a later change of the same thing says something else.
    says: String,
}

/// Remembers a change for WhatsApp; an earlier one of the same thing is forgotten.
pub(super) fn queue(transaction: &Transaction<'_>, tenant: &str, change: &AccountChange) -> rusqlite::Result<()> {
    let add = "INSERT INTO changes (row, tenant_id, account, about, says)
               VALUES (?1, ?2, (SELECT account FROM owner), ?3, ?4)
               ON CONFLICT (account, about) DO UPDATE SET says = excluded.says, attempts = 0, next_at_ms = 0";
    transaction.prepare_cached(add)?.execute(params![
        rows::next(transaction)?,
        tenant,
        change.about(),
        json(change)
    ])?;
    Ok(())
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
                        says: columns::text(row, "says")?,
                    })
                })?;
                pending.collect()
            })
            .await
    }

    /// WhatsApp was told, or will never take it. A later change of the same thing stays.
    pub async fn forget_change(&self, told: &PendingChange) -> Result<(), StorageError> {
        let (row, says) = (told.row, told.says.clone());
        let forget = "DELETE FROM changes WHERE row = ?1 AND says = ?2";
        self.database.write(move |transaction| Ok(transaction.execute(forget, params![row, says])?)).await.map(drop)
    }

    /// WhatsApp did not take it; it is told again, not before a moment.
    pub async fn tell_change_later(&self, change: &PendingChange, next_at: UnixMs) -> Result<(), StorageError> {
        let (row, says) = (change.row, change.says.clone());
        let wait = "UPDATE changes SET attempts = attempts + 1, next_at_ms = ?3 WHERE row = ?1 AND says = ?2";
        self.database
            .write(move |transaction| Ok(transaction.execute(wait, params![row, says, next_at.0])?))
            .await
            .map(drop)
    }
}
