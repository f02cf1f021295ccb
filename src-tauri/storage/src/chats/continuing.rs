//! The chats of a number that was linked before go on from the number that is linked now, where the tenant wishes it: in
//! steps of one transaction each, so that whoever is killed in between goes on where the last one ended.
//!
//! Chats of two move as they are, or become one with what the linked account has with the same person. Chats of many go on
//! once the linked number is in them, also later (`directory`). Messages stay where they are, and know by their row that
//! another number exchanged them.

use portaria_domain::{AccountId, EarlierAccount, Event, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory, earlier_list, merge, names};
use crate::control::unreadable;

/// So many chats go on in one step at most.
const CHATS_A_STEP: usize = 100;
/// Nor more once so many messages were moved from one chat into another.
const MESSAGES_A_STEP: i64 = 2_000;

impl ChatStore {
    /// Numbers that were linked before and have chats, the one that the tenant is asked about first.
    pub async fn earlier_accounts(&self) -> Result<Vec<EarlierAccount>, StorageError> {
        self.database.read(earlier_list::all).await
    }

    /// Decides about the chats of a number that was linked before. What goes on already stays as it is, whatever is said.
    /// `None`: no such number was linked before.
    pub async fn decide_about_chats(
        &self,
        id: AccountId,
        continues: bool,
        now: UnixMs,
    ) -> Result<Option<(EarlierAccount, Vec<Event>)>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let find = "SELECT account FROM accounts WHERE id = ?1 AND account <> (SELECT account FROM owner)";
                let account: Option<i64> =
                    transaction.prepare_cached(find)?.query_row([id.to_string()], |row| row.get(0)).optional()?;
                let Some(account) = account else { return Ok(None) };
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let answered = "UPDATE owner SET asked_about = NULL WHERE asked_about = ?1";
                let mut is_news = transaction.execute(answered, [account])? > 0;
                if continues {
                    // What went on from that number goes on from this one with it.
                    let go_on = "UPDATE accounts SET continued_by = (SELECT account FROM owner)
                                 WHERE (account = ?1 OR continued_by = ?1) AND account <> (SELECT account FROM owner)
                                   AND continued_by IS NOT (SELECT account FROM owner)";
                    is_news |= transaction.execute(go_on, [account])? > 0;
                }
                if is_news {
                    recorder.earlier_account_changed(id);
                }
                let events = recorder.finish()?;
                Ok(earlier_list::find(transaction, id)?.map(|account| (account, events)))
            })
            .await
    }

    /// Whether chats of a number that was linked before are still to go on.
    pub async fn has_chats_to_continue(&self) -> Result<bool, StorageError> {
        self.database.read(|db| db.prepare_cached(&first(1))?.exists([])).await
    }

    /// Lets some of the chats go on that are to; gives the events of it, and whether none is left.
    pub async fn continue_some_chats(&self, now: UnixMs) -> Result<(Vec<Event>, bool), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let waiting: Vec<(String, String)> = transaction
                    .prepare_cached(&first(CHATS_A_STEP))?
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<Result<_, _>>()?;
                let mut moved = 0;
                for (chat, account) in waiting {
                    if moved >= MESSAGES_A_STEP {
                        break;
                    }
                    moved += go_on(transaction, &chat, &mut recorder)?;
                    recorder.earlier_account_changed(account.parse().map_err(|error| unreadable("id", error))?);
                }
                let is_over = !transaction.prepare_cached(&first(1))?.exists([])?;
                Ok((recorder.finish()?, is_over))
            })
            .await
    }
}

/// The first chats that are to go on, each with the id of its account.
fn first(limit: usize) -> String {
    format!(
        "SELECT c.id, a.id FROM accounts a JOIN chats c ON c.account = a.account
         WHERE a.continued_by = (SELECT account FROM owner) AND {} LIMIT {limit}",
        earlier_list::waits()
    )
}

/// Lets one chat go on; gives how many messages this moved.
fn go_on(transaction: &Transaction<'_>, chat: &str, recorder: &mut Recorder<'_>) -> rusqlite::Result<i64> {
    let count = "SELECT count(*) FROM messages WHERE chat_id = ?1";
    let messages: i64 = transaction.prepare_cached(count)?.query_row([chat], |row| row.get(0))?;
    let taken = merge::take_over(transaction, chat)?;
    names::recall(transaction, &taken.into)?;
    directory::index(transaction, &taken.into)?;
    if taken.gone.is_empty() {
        return Ok(0);
    }
    // Who knows one of them is told what it became; what goes on as it was is told with its number.
    for gone in &taken.gone {
        recorder.chat_changed(directory::chat_id(gone)?);
    }
    recorder.chat_changed(directory::chat_id(&taken.into)?);
    Ok(messages)
}
