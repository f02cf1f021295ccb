//! The people of the tenant who answer: what they are called, by which credential each does, and which chats they see to.

use std::collections::HashMap;

use portaria_domain::{Attendant, AttendantId, ChatId, Event, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::chats::events::Recorder;
use crate::chats::{ChatStore, attendant_list, directory};
use crate::{StorageError, fold};

/// How many a tenant may have: who gives a chat to one of them picks from all.
const MOST: i64 = 50;
/// Of how many credentials it is kept who answers by them: more than a tenant has logins.
const MOST_CREDENTIALS: i64 = 600;

/// What became of an attendant who was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedAttendant {
    /// They are kept.
    Saved(Attendant, Vec<Event>),
    /// Another one has this name.
    NameTaken,
    /// There are as many as there may be.
    TooMany,
    /// The one that was to be changed is gone.
    Unknown,
}

/// What became of a chat that was to be given to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// It is theirs, or nobody's.
    Done(Vec<Event>),
    /// There is no such chat.
    UnknownChat,
    /// There is no such attendant.
    UnknownAttendant,
}

impl ChatStore {
    /// Everybody who answers, by their names.
    pub async fn attendants(&self) -> Result<Vec<Attendant>, StorageError> {
        self.database.read(attendant_list::all).await
    }

    /// Who answers by a credential, if they said who they are.
    pub async fn attendant_by_credential(&self, credential: String) -> Result<Option<Attendant>, StorageError> {
        self.database.read(move |db| attendant_list::by_credential(db, &credential)).await
    }

    /// What those are called who said by which credential they answer.
    pub async fn attendant_names(&self) -> Result<HashMap<String, String>, StorageError> {
        let find = "SELECT c.credential, a.name FROM attendant_credentials c JOIN attendants a ON a.id = c.attendant";
        self.database
            .read(move |db| db.prepare_cached(find)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .await
    }

    /// Keeps a new attendant.
    pub async fn add_attendant(&self, attendant: Attendant, now: UnixMs) -> Result<SavedAttendant, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if named(transaction, &attendant.name)?.is_some() {
                    return Ok(SavedAttendant::NameTaken);
                }
                if !add(transaction, &tenant, &attendant)? {
                    return Ok(SavedAttendant::TooMany);
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.attendants_changed();
                Ok(SavedAttendant::Saved(attendant, recorder.finish()?))
            })
            .await
    }

    /// Somebody says what they are called who answers by a credential. Who has that name already is the same person; else
    /// there is a new attendant, with the id that is given.
    pub async fn name_credential(
        &self,
        credential: String,
        given: Attendant,
        now: UnixMs,
    ) -> Result<SavedAttendant, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let attendant = match named(transaction, &given.name)? {
                    Some(known) => known,
                    None if add(transaction, &tenant, &given)? => given,
                    None => return Ok(SavedAttendant::TooMany),
                };
                let put = "INSERT OR REPLACE INTO attendant_credentials (credential, tenant_id, attendant, said_at_ms)
                           VALUES (?1, ?2, ?3, ?4)";
                transaction.execute(put, params![credential, tenant, attendant.id.to_string(), now.0])?;
                let forget = "DELETE FROM attendant_credentials WHERE credential IN (
                                SELECT credential FROM attendant_credentials
                                ORDER BY said_at_ms DESC, credential LIMIT -1 OFFSET ?1)";
                transaction.execute(forget, [MOST_CREDENTIALS])?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.attendants_changed();
                Ok(SavedAttendant::Saved(attendant, recorder.finish()?))
            })
            .await
    }

    /// Gives an attendant another name, also where they wrote notes.
    pub async fn rename_attendant(&self, attendant: Attendant, now: UnixMs) -> Result<SavedAttendant, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if named(transaction, &attendant.name)?.is_some_and(|other| other.id != attendant.id) {
                    return Ok(SavedAttendant::NameTaken);
                }
                let id = attendant.id.to_string();
                let rename = "UPDATE attendants SET name = ?2, folded = ?3 WHERE id = ?1";
                let folded = fold::fold(&attendant.name);
                if transaction.execute(rename, params![id, attendant.name, folded])? == 0 {
                    return Ok(SavedAttendant::Unknown);
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.attendants_changed();
                Ok(SavedAttendant::Saved(attendant, recorder.finish()?))
            })
            .await
    }

    /// Takes an attendant away: their chats are nobody's, their notes stay. `None`: there is no such one.
    pub async fn remove_attendant(&self, id: AttendantId, now: UnixMs) -> Result<Option<Vec<Event>>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(attendant) = attendant_list::find(transaction, id)? else { return Ok(None) };
                // What they wrote says from now on what they were called.
                for sign in [
                    "UPDATE notes SET author_name = ?2 WHERE author = ?1",
                    "UPDATE notes SET changed_by_name = ?2 WHERE changed_by = ?1",
                ] {
                    transaction.execute(sign, [id.to_string(), attendant.name.clone()])?;
                }
                transaction.execute("DELETE FROM attendants WHERE id = ?1", [id.to_string()])?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.attendants_changed();
                Ok(Some(recorder.finish()?))
            })
            .await
    }

    /// Gives a chat to an attendant, or to nobody.
    pub async fn assign_chat(
        &self,
        chat: ChatId,
        to: Option<AttendantId>,
        now: UnixMs,
    ) -> Result<Assigned, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if directory::get(transaction, chat)?.is_none() {
                    return Ok(Assigned::UnknownChat);
                }
                if let Some(to) = to
                    && attendant_list::find(transaction, to)?.is_none()
                {
                    return Ok(Assigned::UnknownAttendant);
                }
                let assign = "UPDATE chats SET assignee = ?2 WHERE id = ?1 AND assignee IS NOT ?2";
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if transaction.execute(assign, params![chat.to_string(), to.map(|to| to.to_string())])? > 0 {
                    recorder.chat_changed(chat);
                }
                Ok(Assigned::Done(recorder.finish()?))
            })
            .await
    }
}

/// Who has a name; accents and case do not matter.
fn named(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<Option<Attendant>> {
    let find = "SELECT id, name FROM attendants WHERE folded = ?1";
    transaction.prepare_cached(find)?.query_row([fold::fold(name)], attendant_list::read).optional()
}

/// Adds an attendant; tells whether there was room for one.
fn add(transaction: &Transaction<'_>, tenant: &str, attendant: &Attendant) -> rusqlite::Result<bool> {
    let count: i64 = transaction.query_row("SELECT count(*) FROM attendants", [], |row| row.get(0))?;
    if count >= MOST {
        return Ok(false);
    }
    let add = "INSERT INTO attendants (id, tenant_id, name, folded) VALUES (?1, ?2, ?3, ?4)";
    let folded = fold::fold(&attendant.name);
    transaction.execute(add, params![attendant.id.to_string(), tenant, attendant.name, folded])?;
    Ok(true)
}
