//! The phone's address book: who is put into it here, and what the phone says of it.

use portaria_domain::{AccountChange, Address, Event, Jid, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::StorageError;
use crate::chats::changes::{self, Before};
use crate::chats::events::Recorder;
use crate::chats::names::Column;
use crate::chats::{ChatStore, directory, names, parties};

impl ChatStore {
    /// Puts somebody into the phone's address book, or calls them otherwise there; WhatsApp is told as soon as there is
    /// a connection. Somebody without a known number, and a name of which nothing is seen, change nothing.
    pub async fn save_book_name(&self, party: Address, name: String, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                save(transaction, &tenant, &party, &name, &mut recorder)?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Keeps a party's name; from the phone's address book it beats what they call themselves.
    pub async fn set_name(
        &self,
        party: &Address,
        name: &str,
        from_address_book: bool,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, party, name) = (self.tenant.to_string(), party.clone(), name.to_owned());
        let column = if from_address_book { Column::Book } else { Column::Own };
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if from_address_book && heard(transaction, &party, &name)? {
                    return Ok(recorder.finish()?);
                }
                for chat in names::keep(transaction, &tenant, &party, &name, column)? {
                    recorder.chat_changed(chat);
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// WhatsApp says by which name a party can be found; empty: by none.
    pub async fn set_user_name(&self, party: &Address, name: &str, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, party, name) = (self.tenant.to_string(), party.clone(), name.to_owned());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                for chat in names::set_user_name(transaction, &tenant, &party, &name)? {
                    recorder.chat_changed(chat);
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// A party is in the phone's address book no longer: its next best name shows.
    pub async fn remove_book_name(&self, party: &Address, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, party) = (self.tenant.to_string(), party.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if heard(transaction, &party, "")? {
                    return Ok(recorder.finish()?);
                }
                for chat in names::remove(transaction, &party, Column::Book)? {
                    recorder.chat_changed(chat);
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Puts somebody into the address book under a name; false: they are there under it already, or cannot be.
pub(super) fn save(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: &Address,
    name: &str,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<bool> {
    let (Some(pn), Some(name)) = (party.pn.clone(), names::readable(name)) else { return Ok(false) };
    let was = name_of(transaction, party)?;
    if was == name {
        return Ok(false);
    }
    for chat in names::keep(transaction, tenant, party, &name, Column::Book)? {
        recorder.chat_changed(chat);
    }
    changes::queue(transaction, tenant, &AccountChange::BookName { pn, name }, Some(Before::BookName { was }))?;
    Ok(true)
}

/// What the address book of the paired account calls somebody; empty: it does not have them.
pub(super) fn name_of(transaction: &Transaction<'_>, party: &Address) -> rusqlite::Result<String> {
    let (pn, lid) = directory::texts(party);
    let find =
        format!("SELECT book_name FROM contacts WHERE id IN ({}) ORDER BY book_name = '' LIMIT 1", parties::CONTACTS);
    let name = transaction.prepare_cached(&find)?.query_row(params![pn, lid], |row| row.get(0)).optional()?;
    Ok(name.unwrap_or_default())
}

/// The phone says what its address book calls somebody, or that it does not have them. True: they are put into it here,
/// and that goes after what the phone says.
pub(super) fn heard(transaction: &Transaction<'_>, party: &Address, now: &str) -> rusqlite::Result<bool> {
    let Some(pn) = number_of(transaction, party)? else { return Ok(false) };
    let said = AccountChange::BookName { pn, name: now.to_owned() };
    changes::heard(transaction, &said, Before::BookName { was: now.to_owned() })
}

/// Makes a name what it was before WhatsApp refused another one.
pub(super) fn undo(
    transaction: &Transaction<'_>,
    tenant: &str,
    pn: &Jid,
    was: &str,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let party = known(transaction, &Address::one(pn.clone()))?.unwrap_or_else(|| Address::one(pn.clone()));
    let changed = if was.is_empty() {
        names::remove(transaction, &party, Column::Book)?
    } else {
        names::keep(transaction, tenant, &party, was, Column::Book)?
    };
    for chat in changed {
        recorder.chat_changed(chat);
    }
    Ok(())
}

/// Somebody's address with all that is known of it.
pub(super) fn known(transaction: &Transaction<'_>, party: &Address) -> rusqlite::Result<Option<Address>> {
    let (pn, lid) = directory::texts(party);
    let find = format!("SELECT pn, lid FROM contacts WHERE id IN ({}) ORDER BY id LIMIT 1", parties::CONTACTS);
    let read = |row: &rusqlite::Row<'_>| crate::chats::columns::address(row, "pn", "lid");
    transaction.prepare_cached(&find)?.query_row(params![pn, lid], read).optional()
}

fn number_of(transaction: &Transaction<'_>, party: &Address) -> rusqlite::Result<Option<Jid>> {
    match &party.pn {
        Some(pn) => Ok(Some(pn.clone())),
        None => Ok(known(transaction, party)?.and_then(|known| known.pn)),
    }
}
