//! Who is blocked: WhatsApp has the list, and this is the copy of it.

use std::collections::BTreeSet;

use portaria_domain::{AccountChange, Address, ChatId, Event, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::StorageError;
use crate::chats::changes::Before;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, changes, columns, directory, messages, parties};

impl ChatStore {
    /// Everybody whom the paired account blocks.
    pub async fn blocked(&self) -> Result<Vec<Address>, StorageError> {
        let find = "SELECT pn, lid FROM blocked WHERE account = (SELECT account FROM owner) ORDER BY party";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                find.query_map([], |row| columns::address(row, "pn", "lid"))?.collect()
            })
            .await
    }

    /// Whether somebody is blocked, by whichever address.
    pub async fn is_blocked(&self, party: &Address) -> Result<bool, StorageError> {
        let party = party.clone();
        self.database.read(move |db| is_listed(db, &party)).await
    }

    /// WhatsApp's whole list, as it is now. What was changed here and WhatsApp does not know yet stays so.
    pub async fn set_blocked(&self, parties: Vec<Address>, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let before = chats(transaction)?;
                transaction.execute("DELETE FROM blocked WHERE account = (SELECT account FROM owner)", [])?;
                for party in &parties {
                    put(transaction, &tenant, party, true)?;
                }
                for change in changes::untold(transaction)? {
                    if let AccountChange::Block { party, is_on } = &change {
                        let was = parties.iter().any(|listed| listed.is_same_party(party));
                        changes::heard(transaction, &change, Before::Block { was })?;
                        put(transaction, &tenant, party, *is_on)?;
                    }
                }
                tell(transaction, &tenant, &before, now)
            })
            .await
    }

    /// Blocks the other side of a chat, or lets it through again; WhatsApp is told as soon as there is a connection.
    /// `None`: it is no chat of two of the paired account.
    pub async fn block_here(&self, chat: ChatId, is_on: bool, now: UnixMs) -> Result<Option<Vec<Event>>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(party) = directory::current(transaction, chat)? else { return Ok(None) };
                if directory::kind(transaction, chat)?.is_of_many() {
                    return Ok(None);
                }
                block(transaction, &tenant, party, is_on, now).map(Some)
            })
            .await
    }

    /// Blocks somebody by either address, or lets them through again; WhatsApp is told as soon as there is a connection.
    pub async fn block_party_here(&self, party: Address, is_on: bool, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let (pn, lid) = directory::texts(&party);
                let known = format!(
                    "SELECT pn, lid FROM contacts WHERE id IN ({})
                     UNION ALL
                     SELECT pn, lid FROM blocked WHERE account = (SELECT account FROM owner) AND (pn = ?1 OR lid = ?2)
                     LIMIT 1",
                    parties::CONTACTS
                );
                let known = transaction
                    .prepare_cached(&known)?
                    .query_row([&pn, &lid], |row| columns::address(row, "pn", "lid"))
                    .optional()?;
                block(transaction, &tenant, known.unwrap_or(party), is_on, now)
            })
            .await
    }
}

fn block(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: Address,
    is_on: bool,
    now: UnixMs,
) -> Result<Vec<Event>, crate::database::WriteError> {
    let (before, was) = (chats(transaction)?, is_listed(transaction, &party)?);
    put(transaction, tenant, &party, is_on)?;
    changes::queue(transaction, tenant, &AccountChange::Block { party, is_on }, Some(Before::Block { was }))?;
    tell(transaction, tenant, &before, now)
}

fn is_listed(db: &Connection, party: &Address) -> rusqlite::Result<bool> {
    let (pn, lid) = directory::texts(party);
    let find = "SELECT EXISTS (SELECT 1 FROM blocked WHERE account = (SELECT account FROM owner)
                               AND (pn = ?1 OR lid = ?2))";
    db.prepare_cached(find)?.query_row([pn, lid], |row| row.get(0))
}

/// Blocks somebody, or lets them through.
pub(super) fn put(transaction: &Transaction<'_>, tenant: &str, party: &Address, is_on: bool) -> rusqlite::Result<()> {
    let (pn, lid) = directory::texts(party);
    let remove = "DELETE FROM blocked WHERE account = (SELECT account FROM owner) AND (pn = ?1 OR lid = ?2)";
    transaction.prepare_cached(remove)?.execute([&pn, &lid])?;
    if is_on {
        let add = "INSERT INTO blocked (account, party, tenant_id, pn, lid)
                   VALUES ((SELECT account FROM owner), ?1, ?2, ?3, ?4)";
        transaction.prepare_cached(add)?.execute(params![messages::address_key(party), tenant, pn, lid])?;
    }
    Ok(())
}

/// The chats whose other side is blocked.
fn chats(db: &Connection) -> rusqlite::Result<BTreeSet<ChatId>> {
    let find = "SELECT c.id FROM blocked b JOIN chats c ON c.account = b.account AND c.pn = b.pn
                WHERE b.account = (SELECT account FROM owner)
                UNION SELECT c.id FROM blocked b JOIN chats c ON c.account = b.account AND c.lid = b.lid
                WHERE b.account = (SELECT account FROM owner)";
    let mut find = db.prepare_cached(find)?;
    let found = find.query_map([], |row| directory::chat_id(row.get_ref(0)?.as_str()?))?;
    found.collect()
}

/// Tells of the chats of which it is another answer now.
fn tell(
    transaction: &Transaction<'_>,
    tenant: &str,
    before: &BTreeSet<ChatId>,
    now: UnixMs,
) -> Result<Vec<Event>, crate::database::WriteError> {
    let mut recorder = Recorder::new(transaction, tenant, now);
    for chat in before.symmetric_difference(&chats(transaction)?) {
        recorder.chat_changed(*chat);
    }
    Ok(recorder.finish()?)
}
