//! What is to be fetched, and what became of it.

use portaria_domain::{ChatId, Event, HoldReason, Media, MediaFailure, MediaId, MediaState, MessageKey, Raw, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::chats::events::Recorder;
use crate::chats::jobs::{self, JobKind, JobRow};
use crate::chats::media::noting::{known_blob, set_state};
use crate::chats::media::stored::{has_room, read};
use crate::chats::media::{file, keeping};
use crate::chats::{ChatStore, columns, directory, packed};
use crate::{Blob, StorageError};

/// A file that is to be fetched.
#[derive(Clone, Debug)]
pub struct MediaTask {
    /// The job; it is given back unless it ends with [`ChatStore::media_came`] or [`ChatStore::media_failed`].
    pub job: JobRow,
    /// The file.
    pub id: MediaId,
    /// Its message.
    pub key: MessageKey,
    /// The message's protobuf, which says where the file is.
    pub raw: Raw,
    /// What its sender says of it.
    pub media: Media,
    /// How often it was tried before.
    pub attempts: u32,
}

/// Files to fetch, and what happened to those that are not fetched after all.
#[derive(Clone, Debug, Default)]
pub struct MediaTasks {
    /// What is to be fetched now.
    pub tasks: Vec<MediaTask>,
    /// What happened.
    pub events: Vec<Event>,
}

impl ChatStore {
    /// Takes files that are to be fetched, for as long as until a moment. One for which there is no room left is held
    /// back instead; one of a message that has changed or is gone needs no fetching.
    pub async fn media_to_fetch(&self, now: UnixMs, until: UnixMs, limit: usize) -> Result<MediaTasks, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let mut tasks = Vec::new();
                for (job, subject, attempts) in jobs::take(transaction, JobKind::FetchMedia, now, until, limit)? {
                    match task(transaction, job, &subject, attempts)? {
                        Some((row, message, chat, task)) => {
                            if let Some(name) = known(transaction, &task.media)? {
                                here(transaction, row, &name, &subject)?;
                                recorder.message_updated(chat, message);
                            } else if has_room(transaction, task.media.size_bytes.unwrap_or_default())? {
                                tasks.push(task);
                            } else {
                                set_state(transaction, row, MediaState::OnDemand(HoldReason::Full))?;
                                jobs::remove(transaction, JobKind::FetchMedia, &subject)?;
                                recorder.message_updated(chat, message);
                            }
                        }
                        None => jobs::remove(transaction, JobKind::FetchMedia, &subject)?,
                    }
                }
                Ok(MediaTasks { tasks, events: recorder.finish()? })
            })
            .await
    }

    /// A file came, and is kept. Everybody who waits for the same one has it now.
    pub async fn media_came(
        &self,
        id: MediaId,
        blob: Blob,
        mime: String,
        preview: Option<Vec<u8>>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        let blobs = self.blobs.clone();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                keeping::keep_blob(transaction, &tenant, &blobs, blob, &mime, preview.as_deref(), now)?;
                let name = blob.name.to_string();
                // The file itself, whatever its sender says its sum is, and others of the same sum.
                let mut find = transaction.prepare_cached(CAME)?;
                let waiting = find.query_map(params![id.to_string(), name], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
                let waiting: Vec<(i64, String, i64, String)> = waiting.collect::<Result<_, _>>()?;
                for (row, file, message, chat) in waiting {
                    here(transaction, row, &name, &file)?;
                    recorder.message_updated(directory::chat_id(&chat)?, message);
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// A file will not come by itself. Asking for it tries again.
    pub async fn media_failed(&self, id: MediaId, why: MediaFailure, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                jobs::remove(transaction, JobKind::FetchMedia, &id.to_string())?;
                if let Some((row, message, chat)) = place(transaction, id)? {
                    set_state(transaction, row, MediaState::Failed(why))?;
                    recorder.message_updated(chat, message);
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Somebody wants a file: it is fetched whatever its kind and size, and tried again where it failed. Tells whether
    /// there is such a file.
    pub async fn ask_for_media(&self, id: MediaId, now: UnixMs) -> Result<(bool, Vec<Event>), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some((row, message, chat)) = place(transaction, id)? else { return Ok((false, Vec::new())) };
                let ask = "UPDATE media SET state = 'waiting', reason = NULL
                           WHERE row = ?1 AND state IN ('on_demand', 'failed')";
                let asked = transaction.prepare_cached(ask)?.execute([row])?;
                let is_waiting = "SELECT state = 'waiting' FROM media WHERE row = ?1";
                if transaction.prepare_cached(is_waiting)?.query_row([row], |row| row.get(0))? {
                    jobs::add(transaction, &tenant, JobKind::FetchMedia, &id.to_string(), UnixMs(0))?;
                }
                if asked > 0 {
                    recorder.message_updated(chat, message);
                }
                Ok((true, recorder.finish()?))
            })
            .await
    }
}

/// Who waits for a file that came: by its id, and by its sum.
const CAME: &str = "
    SELECT f.row, f.id, f.message_row, m.chat_id FROM media f JOIN messages m ON m.row = f.message_row
    WHERE f.id = ?1 AND f.sha256 IS NULL
    UNION
    SELECT f.row, f.id, f.message_row, m.chat_id FROM media f JOIN messages m ON m.row = f.message_row
    WHERE f.state = 'waiting' AND f.told_sha256 = ?2";

/// The name of a file that came for another message meanwhile.
fn known(transaction: &Transaction<'_>, media: &Media) -> rusqlite::Result<Option<String>> {
    match &media.sha256 {
        Some(name) if known_blob(transaction, name)? => Ok(Some(name.clone())),
        _ => Ok(None),
    }
}

/// A file is here: it need not be fetched any more.
fn here(transaction: &Transaction<'_>, row: i64, name: &str, file: &str) -> rusqlite::Result<()> {
    let here = "UPDATE media SET state = 'here', reason = NULL, sha256 = ?2 WHERE row = ?1";
    transaction.prepare_cached(here)?.execute(params![row, name])?;
    jobs::remove(transaction, JobKind::FetchMedia, file)
}

/// A file's row, its message's, and that one's chat.
fn place(transaction: &Transaction<'_>, id: MediaId) -> rusqlite::Result<Option<(i64, i64, ChatId)>> {
    let find = "SELECT f.row, f.message_row, m.chat_id FROM media f JOIN messages m ON m.row = f.message_row
                WHERE f.id = ?1";
    let found = transaction
        .prepare_cached(find)?
        .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))
        .optional()?;
    found.map(|(row, message, chat)| Ok((row, message, directory::chat_id(&chat)?))).transpose()
}

/// What a job is about, if that still waits. With it the file's row, its message's, and that one's chat.
fn task(
    transaction: &Transaction<'_>,
    job: JobRow,
    subject: &str,
    attempts: u32,
) -> rusqlite::Result<Option<(i64, i64, ChatId, MediaTask)>> {
    let find = format!(
        "SELECT media.row AS file_row, m.row AS message_row, m.chat_id, m.id, coalesce(json_extract(m.kept, '$.content'), m.content) AS content,
                m.from_me, m.sender_pn,
                m.sender_lid, m.raw_format, m.raw, c.pn, c.lid, media.sha256, {}
         FROM media JOIN messages m ON m.row = media.message_row JOIN chats c ON c.id = m.chat_id
         WHERE media.id = ?1 AND media.state = 'waiting'",
        file::COLUMN
    );
    transaction
        .prepare_cached(&find)?
        .query_row([subject], |row| {
            let (Some(stored), Some(raw)) = (read(row)?, packed::unpack(row)?) else { return Ok(None) };
            let key = MessageKey {
                chat: columns::address(row, "pn", "lid")?,
                id: stored.message,
                from_me: row.get("from_me")?,
                sender: columns::address(row, "sender_pn", "sender_lid")?,
            };
            let task = MediaTask { job, id: stored.file.id, key, raw, media: stored.media, attempts };
            Ok(Some((row.get("file_row")?, row.get("message_row")?, stored.chat, task)))
        })
        .optional()
        .map(Option::flatten)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn who_waits_for_a_file_is_found_without_a_look_at_every_message() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, CAME);
        assert!(plan.contains("INDEX media_waiting (told_sha256=?)") && !plan.contains("SCAN f"), "{plan}");
    }
}
