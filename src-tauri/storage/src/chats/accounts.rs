//! Whose chats these are. A tenant may unlink one phone and pair another: each account keeps its own.

use portaria_domain::{Address, UnixMs};
use rusqlite::{OptionalExtension as _, params};

use crate::StorageError;
use crate::chats::{ChatStore, directory};

impl ChatStore {
    /// Makes an account the one whose chats are shown and written to. The same account finds its chats again, another
    /// one begins with none; what was here before accounts were told apart belongs to whoever comes first.
    pub async fn use_account(&self, account: &Address, now: UnixMs) -> Result<(), StorageError> {
        let (tenant, (pn, lid)) = (self.tenant.to_string(), directory::texts(account));
        self.database
            .write(move |transaction| {
                // The privacy id says who it is; a number can move.
                let find = "SELECT account FROM accounts
                            WHERE lid = ?2 OR (pn = ?1 AND (lid IS NULL OR ?2 IS NULL)) OR (pn IS NULL AND lid IS NULL)
                            ORDER BY lid IS ?2 DESC, pn IS ?1 DESC LIMIT 1";
                let known: Option<i64> = transaction.query_row(find, params![pn, lid], |row| row.get(0)).optional()?;
                let account = if let Some(account) = known {
                    let learn = "UPDATE accounts SET pn = coalesce(?2, pn), lid = coalesce(?3, lid)
                                 WHERE account = ?1 AND (pn, lid) IS NOT (coalesce(?2, pn), coalesce(?3, lid))";
                    transaction.execute(learn, params![account, pn, lid])?;
                    account
                } else {
                    let add = "INSERT INTO accounts (tenant_id, pn, lid, since_ms) VALUES (?1, ?2, ?3, ?4)";
                    transaction.execute(add, params![tenant, pn, lid, now.0])?;
                    transaction.last_insert_rowid()
                };
                let is_other = transaction.execute("UPDATE owner SET account = ?1 WHERE account <> ?1", [account])? > 0;
                if is_other {
                    // Another phone has another address book, and brings it.
                    transaction.execute("UPDATE names SET book_name = '' WHERE book_name <> ''", [])?;
                }
                Ok(())
            })
            .await
    }
}
