//! Whose chats these are. A tenant may unlink one phone and pair another: each account keeps its own.

use portaria_domain::{AccountId, Address, Event, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory};
use crate::control::unreadable;

impl ChatStore {
    /// Makes an account the one whose chats are shown and written to. The same account finds its chats again, another
    /// one begins with none; what was here before accounts were told apart belongs to whoever comes first. Where the one
    /// before has chats, the tenant is asked what is to become of them.
    pub async fn use_account(&self, account: &Address, now: UnixMs) -> Result<Vec<Event>, StorageError> {
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
                    let add = "INSERT INTO accounts (tenant_id, pn, lid, since_ms, id) VALUES (?1, ?2, ?3, ?4, ?5)";
                    transaction.execute(add, params![tenant, pn, lid, now.0, new_id()])?;
                    transaction.last_insert_rowid()
                };
                let before: i64 = transaction.query_row("SELECT account FROM owner", [], |row| row.get(0))?;
                if account == before {
                    return Ok(Vec::new());
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                transaction.execute("UPDATE owner SET account = ?1", [account])?;
                // Another phone has another address book, and brings it.
                transaction.execute("UPDATE names SET book_name = '' WHERE book_name <> ''", [])?;
                ask_about(transaction, before, &mut recorder)?;
                if known.is_some() {
                    // Whatever was decided while it was not linked: what chats it has are its own again.
                    transaction.execute("UPDATE accounts SET continued_by = NULL WHERE account = ?1", [account])?;
                    recorder.earlier_account_changed(id_of(transaction, account)?);
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// The tenant is asked about the chats of the account that was linked before, where it has any.
fn ask_about(transaction: &Transaction<'_>, before: i64, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    let ask = "UPDATE owner SET asked_about =
                 (SELECT account FROM chats WHERE account = ?1 AND is_listed = 1 AND kind <> 'status' LIMIT 1)
               RETURNING asked_about IS NOT NULL";
    if transaction.query_row(ask, [before], |row| row.get(0))? {
        recorder.earlier_account_changed(id_of(transaction, before)?);
    }
    Ok(())
}

fn id_of(transaction: &Transaction<'_>, account: i64) -> rusqlite::Result<AccountId> {
    transaction.query_row("SELECT id FROM accounts WHERE account = ?1", [account], |row| {
        row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("id", error))
    })
}

/// The id of another account. It says nothing of when it was made.
pub(super) fn new_id() -> String {
    AccountId::from_parts(UnixMs(0), rand::random()).to_string()
}

/// Gives the accounts of a file of an earlier version their ids.
pub(super) fn name_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut find = transaction.prepare("SELECT account FROM accounts WHERE id IS NULL")?;
    let accounts: Vec<i64> = find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for account in accounts {
        transaction.execute("UPDATE accounts SET id = ?2 WHERE account = ?1", params![account, new_id()])?;
    }
    Ok(())
}
