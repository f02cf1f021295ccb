//! The exports of a tenant, from when they are asked for until nothing is left of them.

use portaria_domain::{ChatId, EXPORT_KEPT_MS, Event, Export, ExportFailure, ExportId, ExportState, Language, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use serde::{Deserialize, Serialize};

use super::reading;
use crate::chats::columns::{json, parsed};
use crate::chats::events::Recorder;
use crate::chats::media::file::blob_name;
use crate::chats::{ChatStore, export_list};
use crate::{BlobName, StorageError};

/// How many exports are remembered at least. Those whose archives are kept are, however many.
const REMEMBERED: i64 = 20;

/// What is to be put into an archive next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportPlace {
    /// Everything but messages and files: so many of these are in it.
    Lists(usize),
    /// Messages, of the chats behind this one.
    Messages(Option<ChatId>),
    /// Files of messages, behind this one.
    Files(Option<String>),
    /// What says what is in it.
    Manifest,
    /// The archive's own list, by which it is opened.
    List,
}

/// What is left to do of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportTask {
    /// The export.
    pub export: Export,
    /// What comes next.
    pub place: ExportPlace,
    /// Where the archive ends so far, in bytes.
    pub ends_at: u64,
}

impl ChatStore {
    /// Writes down that all data are to be in one archive, and gives it with its events: one that is being made is not
    /// begun again.
    pub(crate) async fn begin_export(
        &self,
        id: ExportId,
        has_media: bool,
        language: Language,
        now: UnixMs,
    ) -> Result<(Export, Vec<Event>), StorageError> {
        let tenant = self.tenant.to_string();
        // Beside the writes: it takes a while where there is much.
        let (messages, files) = self.database.read(move |db| reading::how_much(db, has_media, now)).await?;
        self.database
            .write(move |transaction| {
                if let Some(going) = export_list::making(transaction)? {
                    return Ok((going, Vec::new()));
                }
                let begin = "INSERT INTO exports (id, tenant_id, state, has_media, language, asked_at_ms, place,
                                                  all_messages, all_files)
                             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
                let (state, place) = (ExportState::Making.as_str(), json(&ExportPlace::Lists(0)));
                let (id_text, language) = (id.to_string(), language.as_str());
                let values = params![id_text, tenant, state, has_media, language, now.0, place, messages, files];
                transaction.execute(begin, values)?;
                let forget = "DELETE FROM exports WHERE state NOT IN ('making', 'ready') AND id NOT IN
                              (SELECT id FROM exports ORDER BY id DESC LIMIT ?1)";
                transaction.execute(forget, [REMEMBERED])?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.export_changed(id);
                let events = recorder.finish()?;
                let export = export_list::find(transaction, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                Ok((export, events))
            })
            .await
    }

    /// Exports that were asked for before one, the newest first.
    pub async fn exports(&self, before: Option<ExportId>, limit: usize) -> Result<Vec<Export>, StorageError> {
        self.database.read(move |db| export_list::before(db, before, limit)).await
    }

    /// One of them.
    pub async fn export(&self, id: ExportId) -> Result<Option<Export>, StorageError> {
        self.database.read(move |db| export_list::find(db, id)).await
    }

    /// What is left to do of an export that is being made; `None`: nothing. One of which something holds no longer is
    /// emptied first.
    pub async fn export_task(&self, id: ExportId) -> Result<Option<ExportTask>, StorageError> {
        let (task, unused) = self
            .database
            .write(move |transaction| {
                let id = id.to_string();
                let anew = "UPDATE exports SET begins_anew = 0, messages = 0, files = 0, place = ?2
                            WHERE id = ?1 AND begins_anew = 1 AND state = 'making'";
                let start = json(&ExportPlace::Lists(0));
                let is_anew = transaction.execute(anew, params![id, start])? > 0;
                let unused = if is_anew { empty(transaction, &id)? } else { Vec::new() };
                let find =
                    "SELECT *, (SELECT max(data_at + blob_bytes) FROM export_entries WHERE export_id = e.id) AS ends_at
                            FROM exports e WHERE id = ?1 AND state = 'making'";
                let task = transaction.prepare_cached(find)?.query_row([&id], |row| {
                    let ends_at = row.get::<_, Option<i64>>("ends_at")?.unwrap_or(0).unsigned_abs();
                    Ok(ExportTask { export: export_list::read(row)?, place: parsed(row, "place")?, ends_at })
                });
                Ok((task.optional()?, unused))
            })
            .await?;
        self.remove_unused(unused).await?;
        Ok(task)
    }

    /// Gives an export up. What was made of it goes.
    pub(crate) async fn fail_export(
        &self,
        id: ExportId,
        failure: ExportFailure,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let end =
            "UPDATE exports SET state = 'failed', failure = ?2, ended_at_ms = ?3 WHERE id = ?1 AND state = 'making'";
        self.end(id, now, move |transaction, id| transaction.execute(end, params![id, failure.as_str(), now.0])).await
    }

    /// Takes the archive of an export away whose time is over.
    pub(crate) async fn expire_export(&self, id: ExportId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let end = "UPDATE exports SET state = 'expired' WHERE id = ?1 AND state = 'ready'";
        self.end(id, now, move |transaction, id| transaction.execute(end, [id])).await
    }

    /// Takes an export away, whatever became of it so far; no events: there was none.
    pub(crate) async fn remove_export(&self, id: ExportId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        self.end(id, now, |transaction, id| transaction.execute("DELETE FROM exports WHERE id = ?1", [id])).await
    }

    /// Takes away the archives in which somebody is who was erased; the one that is being made begins anew.
    pub(crate) async fn outdate_exports(&self, now: UnixMs) -> Result<(Vec<ExportId>, Vec<Event>), StorageError> {
        let ids: Vec<ExportId> = self
            .database
            .write(|transaction| {
                begin_anew(transaction)?;
                let ready = export_list::before(transaction, None, usize::MAX)?;
                Ok(ready.into_iter().filter(|one| one.state == ExportState::Ready).map(|one| one.id).collect())
            })
            .await?;
        let end = "UPDATE exports SET state = 'outdated' WHERE id = ?1 AND state = 'ready'";
        let mut events = Vec::new();
        for id in &ids {
            events.extend(self.end(*id, now, move |transaction, id| transaction.execute(end, [id])).await?);
        }
        Ok((ids, events))
    }

    /// Ends an export by a statement that tells how many rows it changed, and removes what nothing else needs of it.
    async fn end(
        &self,
        id: ExportId,
        now: UnixMs,
        end: impl FnOnce(&Transaction<'_>, &str) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        let (events, unused) = self
            .database
            .write(move |transaction| {
                let text = id.to_string();
                let blobs = blobs(transaction, &text)?;
                if end(transaction, &text)? == 0 {
                    return Ok((Vec::new(), Vec::new()));
                }
                empty(transaction, &text)?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.export_changed(id);
                Ok((recorder.finish()?, blobs))
            })
            .await?;
        self.remove_unused(unused).await?;
        Ok(events)
    }
}

/// Has the archive that is being made begun anew: chats became one, or somebody was erased.
pub(in crate::chats) fn begin_anew(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute("UPDATE exports SET begins_anew = 1 WHERE state = 'making'", [])?;
    Ok(())
}

/// The archive is there.
pub(super) fn is_ready(transaction: &Transaction<'_>, id: &str, size_bytes: u64, now: UnixMs) -> rusqlite::Result<()> {
    let end = "UPDATE exports SET state = 'ready', size_bytes = ?2, ended_at_ms = ?3, kept_until_ms = ?4 WHERE id = ?1";
    let size_bytes = i64::try_from(size_bytes).unwrap_or(i64::MAX);
    transaction.execute(end, params![id, size_bytes, now.0, now.0 + EXPORT_KEPT_MS])?;
    Ok(())
}

/// Forgets what stands in an archive; gives the names of the files that it needed.
fn empty(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Vec<BlobName>> {
    let blobs = blobs(transaction, id)?;
    transaction.execute("DELETE FROM export_entries WHERE export_id = ?1", [id])?;
    transaction.execute("DELETE FROM export_files WHERE export_id = ?1", [id])?;
    Ok(blobs)
}

/// Names of the files that stand in an archive: those that were made for it, and those of messages that may be gone.
fn blobs(db: &Connection, id: &str) -> rusqlite::Result<Vec<BlobName>> {
    let find = "SELECT DISTINCT blob FROM export_entries WHERE export_id = ?1";
    db.prepare_cached(find)?.query_map([id], |row| blob_name(row.get_ref(0)?.as_str()?))?.collect()
}
