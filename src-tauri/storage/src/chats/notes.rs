//! What the people of the tenant write down about a chat. No row of it is in the outbox, and nothing here is told to WhatsApp.

use portaria_domain::{ChatId, Event, Note, NoteId, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, attendant_list, directory, note_list};

/// How many a chat may have: whoever opens it reads all of them.
const MOST: usize = 200;

/// What became of a note that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedNote {
    /// It is kept.
    Saved(Box<Note>, Vec<Event>),
    /// The chat has as many as it may have.
    TooMany,
    /// There is no such chat, or the note that was to be changed is gone.
    Unknown,
}

impl ChatStore {
    /// Every note on a chat, the oldest first. `None`: there is no such chat.
    pub async fn notes(&self, chat: ChatId) -> Result<Option<Vec<Note>>, StorageError> {
        self.database
            .read(move |db| match directory::get(db, chat)? {
                Some(_) => note_list::of_chat(db, chat).map(Some),
                None => Ok(None),
            })
            .await
    }

    /// Writes a note, in the name of who answers by a credential.
    pub async fn add_note(
        &self,
        id: NoteId,
        chat: ChatId,
        text: String,
        credential: String,
        now: UnixMs,
    ) -> Result<SavedNote, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(known) = directory::get(transaction, chat)? else { return Ok(SavedNote::Unknown) };
                if usize::try_from(known.notes).unwrap_or(usize::MAX) >= MOST {
                    return Ok(SavedNote::TooMany);
                }
                let by = attendant_list::by_credential(transaction, &credential)?;
                let (author, name) = by.map(|by| (by.id.to_string(), by.name)).unzip();
                let add = "INSERT INTO notes (id, tenant_id, chat_id, text, author, author_name, written_at_ms)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                transaction
                    .execute(add, params![id.to_string(), tenant, chat.to_string(), text, author, name, now.0])?;
                Ok(told(transaction, &tenant, chat, id, now)?)
            })
            .await
    }

    /// Lets a note say something else, in the name of who answers by a credential.
    pub async fn change_note(
        &self,
        id: NoteId,
        chat: ChatId,
        text: String,
        credential: String,
        now: UnixMs,
    ) -> Result<SavedNote, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let by = attendant_list::by_credential(transaction, &credential)?;
                let (by, name) = by.map(|by| (by.id.to_string(), by.name)).unzip();
                let change = "UPDATE notes SET text = ?3, changed_by = ?4, changed_by_name = ?5, changed_at_ms = ?6
                              WHERE id = ?1 AND chat_id = ?2";
                let values = params![id.to_string(), chat.to_string(), text, by, name, now.0];
                if transaction.execute(change, values)? == 0 {
                    return Ok(SavedNote::Unknown);
                }
                Ok(told(transaction, &tenant, chat, id, now)?)
            })
            .await
    }

    /// Deletes a note. `None`: the chat has no such one.
    pub async fn remove_note(&self, id: NoteId, chat: ChatId, now: UnixMs) -> Result<Option<Vec<Event>>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let delete = "DELETE FROM notes WHERE id = ?1 AND chat_id = ?2";
                if transaction.execute(delete, [id.to_string(), chat.to_string()])? == 0 {
                    return Ok(None);
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.note_changed(chat, id);
                recorder.chat_changed(chat);
                Ok(Some(recorder.finish()?))
            })
            .await
    }
}

/// The note as it is now, with the events that tell of it.
fn told(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    id: NoteId,
    now: UnixMs,
) -> rusqlite::Result<SavedNote> {
    let mut recorder = Recorder::new(transaction, tenant, now);
    recorder.note_changed(chat, id);
    recorder.chat_changed(chat);
    let note = note_list::find(transaction, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(SavedNote::Saved(Box::new(note), recorder.finish()?))
}

/// Deletes what was written about a chat up to a moment, and tells of each; the number of them.
pub(super) fn clear(
    transaction: &Transaction<'_>,
    chat: ChatId,
    until: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<usize> {
    let delete = "DELETE FROM notes WHERE chat_id = ?1 AND written_at_ms <= ?2 RETURNING id";
    let mut delete = transaction.prepare_cached(delete)?;
    let deleted = delete.query_map(params![chat.to_string(), until.0], note_list::id)?;
    let deleted: Vec<NoteId> = deleted.collect::<Result<_, _>>()?;
    for note in &deleted {
        recorder.note_changed(chat, *note);
    }
    Ok(deleted.len())
}
