//! The rows of the files that lie in the folder, and the removal of those that nothing needs any more.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use portaria_domain::{Event, MediaFailure, MediaState, UnixMs};
use rusqlite::{Transaction, params};

use crate::blobs::{self, Blobs};
use crate::chats::events::Recorder;
use crate::chats::media::noting::set_state;
use crate::chats::{ChatStore, directory};
use crate::database::{WriteError, blocking};
use crate::{Blob, BlobName, BlobReader, BlobWriter, StorageError};

/// A file without a row may be on its way to one; after this time it is not.
const ON_ITS_WAY: Duration = Duration::from_hours(1);
/// How many files are removed in one transaction.
const REMOVED_TOGETHER: usize = 100;
/// How long an uploaded file waits to be sent.
const UNSENT_KEPT_MS: i64 = 24 * 60 * 60 * 1_000;

impl ChatStore {
    /// Opens a file. `None`: it is not here.
    pub async fn open_blob(&self, name: BlobName) -> Result<Option<BlobReader>, StorageError> {
        let (blobs, path) = (self.blobs.clone(), self.blobs.folder().join(name.to_string()));
        blocking(move || blobs.open(name).map_err(|error| StorageError::io(&path, error))).await
    }

    /// A file has its row and is not in its place any more. Who had it can ask for it again.
    pub async fn blob_lost(&self, name: BlobName, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, blobs) = (self.tenant.to_string(), self.blobs.clone());
        self.database
            .write(move |transaction| {
                let io = |error| WriteError::Rule(StorageError::io(blobs.folder(), error));
                if blobs.store().open(name).map_err(io)?.is_some() {
                    return Ok(Vec::new());
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let name = name.to_string();
                let find =
                    "SELECT f.row, f.message_row, m.chat_id FROM media f JOIN messages m ON m.row = f.message_row
                            WHERE f.sha256 = ?1";
                let mut find = transaction.prepare_cached(find)?;
                let rows = find.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
                let rows: Vec<(i64, i64, String)> = rows.collect::<Result<_, _>>()?;
                for (row, message, chat) in rows {
                    transaction.prepare_cached("UPDATE media SET sha256 = NULL WHERE row = ?1")?.execute([row])?;
                    set_state(transaction, row, MediaState::Failed(MediaFailure::Broken))?;
                    recorder.message_updated(directory::chat_id(&chat)?, message);
                }
                transaction.execute("DELETE FROM uploads WHERE sha256 = ?1", [&name])?;
                transaction.execute("UPDATE profiles SET sha256 = NULL WHERE sha256 = ?1", [&name])?;
                transaction.execute("DELETE FROM blobs WHERE sha256 = ?1", [&name])?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Begins a file that is to be kept.
    pub async fn create_blob(&self) -> Result<BlobWriter, StorageError> {
        let (blobs, path) = (self.blobs.clone(), self.blobs.folder().to_owned());
        blocking(move || blobs.create().map_err(|error| StorageError::io(&path, error))).await
    }

    /// Puts a file that was written whole in its place; a row has to be made for it next.
    pub async fn finish_blob(&self, writer: BlobWriter) -> Result<Blob, StorageError> {
        let path = self.blobs.folder().to_owned();
        blocking(move || writer.finish().map_err(|error| StorageError::io(&path, error))).await
    }

    /// Removes files that no message, no upload, no profile and no export needs any more, uploads that were never sent, and
    /// what was being written when a process ended. Tells how many files were removed.
    pub async fn collect_media(&self, now: UnixMs) -> Result<usize, StorageError> {
        let known = "SELECT sha256, NOT EXISTS (SELECT 1 FROM media WHERE sha256 = b.sha256)
                            AND NOT EXISTS (SELECT 1 FROM uploads WHERE sha256 = b.sha256)
                            AND NOT EXISTS (SELECT 1 FROM profiles WHERE sha256 = b.sha256)
                            AND NOT EXISTS (SELECT 1 FROM export_entries WHERE blob = b.sha256) FROM blobs b
                     UNION SELECT blob, 0 FROM export_entries WHERE blob NOT IN (SELECT sha256 FROM blobs)";
        let known: HashMap<String, bool> = self
            .database
            .write(move |transaction| {
                transaction.execute("DELETE FROM uploads WHERE at_ms < ?1", [(now - UNSENT_KEPT_MS).0])?;
                let mut find = transaction.prepare_cached(known)?;
                let names = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(names.collect::<Result<_, _>>()?)
            })
            .await?;
        let unused: Vec<BlobName> =
            known.iter().filter(|(_, is_unused)| **is_unused).filter_map(|(name, _)| name.parse().ok()).collect();
        let blobs = self.blobs.clone();
        let found = blocking(move || {
            let before = an_hour_ago();
            let found = blobs::remove_parts_older_than(blobs.folder(), before);
            found
                .and_then(|()| blobs.store().older_than(before))
                .map_err(|error| StorageError::io(blobs.folder(), error))
        });
        let strays = found.await?.into_iter().filter(|name| !known.contains_key(&name.to_string()));
        self.remove_unused(unused.into_iter().chain(strays).collect()).await
    }

    /// Removes files unless a row needs them, some at a time, and tells how many were removed. Within a transaction, as
    /// [`keep_blob`] is: a file that is noted again at the same moment is either seen here, or not found there and fetched
    /// anew.
    pub(in crate::chats) async fn remove_unused(&self, names: Vec<BlobName>) -> Result<usize, StorageError> {
        let mut removed = 0;
        for some in names.chunks(REMOVED_TOGETHER) {
            let (blobs, some) = (self.blobs.clone(), some.to_vec());
            let of_these = self.database.write(move |transaction| {
                some.into_iter().try_fold(0, |removed, name| {
                    Ok(removed + usize::from(remove_if_unused(transaction, &blobs, name)?))
                })
            });
            removed += of_these.await?;
        }
        Ok(removed)
    }
}

fn remove_if_unused(transaction: &Transaction<'_>, blobs: &Blobs, name: BlobName) -> Result<bool, WriteError> {
    let text = name.to_string();
    let is_used = "SELECT EXISTS (SELECT 1 FROM media WHERE sha256 = ?1)
                       OR EXISTS (SELECT 1 FROM uploads WHERE sha256 = ?1)
                       OR EXISTS (SELECT 1 FROM profiles WHERE sha256 = ?1)
                       OR EXISTS (SELECT 1 FROM export_entries WHERE blob = ?1)";
    if transaction.prepare_cached(is_used)?.query_row([&text], |row| row.get(0))? {
        return Ok(false);
    }
    transaction.prepare_cached("DELETE FROM blobs WHERE sha256 = ?1")?.execute([&text])?;
    let removed = blobs.store().remove(name);
    removed.map_err(|error| WriteError::Rule(StorageError::io(blobs.folder(), error)))?;
    Ok(true)
}

/// Before this moment a file that is on its way to its row was not written.
#[expect(clippy::disallowed_methods, reason = "files carry the time of the system, whatever clock was passed in")]
fn an_hour_ago() -> SystemTime {
    SystemTime::now().checked_sub(ON_ITS_WAY).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Notes a file that lies in the folder; an error where it does not, so that no row is without its file.
pub(in crate::chats) fn keep_blob(
    transaction: &Transaction<'_>,
    tenant: &str,
    blobs: &Blobs,
    blob: Blob,
    mime: &str,
    preview: Option<&[u8]>,
    now: UnixMs,
) -> Result<(), WriteError> {
    let io = |error| WriteError::Rule(StorageError::io(blobs.folder(), error));
    if blobs.store().open(blob.name).map_err(io)?.is_none() {
        return Err(io(std::io::ErrorKind::NotFound.into()));
    }
    let keep =
        "INSERT INTO blobs (sha256, tenant_id, size_bytes, mime, preview, stored_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (sha256) DO UPDATE SET preview = coalesce(preview, excluded.preview)";
    let size_bytes = i64::try_from(blob.size_bytes).unwrap_or(i64::MAX);
    transaction.prepare_cached(keep)?.execute(params![
        blob.name.to_string(),
        tenant,
        size_bytes,
        mime,
        preview,
        now.0
    ])?;
    Ok(())
}
