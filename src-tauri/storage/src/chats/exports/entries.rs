//! What stands in an archive, and what is read of it.

use portaria_domain::{Event, ExportId, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::record::{self, ExportPlace};
use crate::chats::ChatStore;
use crate::chats::columns::json;
use crate::chats::events::Recorder;
use crate::chats::media::file::blob_name;
use crate::database::WriteError;
use crate::{Blob, BlobName, StorageError};

/// Something that stands in an archive: its header, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportEntry {
    /// What it is called there; empty: the archive's own list of what is in it, which has no header.
    pub path: String,
    /// Where its header begins in the archive, in bytes.
    pub starts_at: u64,
    /// Where what it holds begins.
    pub data_at: u64,
    /// Where that lies, and how long it is there.
    pub blob: Blob,
    /// Whether that is deflated; else it stands there as it is.
    pub is_packed: bool,
    /// How long it is unpacked, in bytes.
    pub size_bytes: u64,
    /// Its CRC-32, unpacked.
    pub crc32: u32,
    /// Its SHA-256, unpacked.
    pub sha256: [u8; 32],
    /// When it was written.
    pub at: UnixMs,
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportKept {
    /// It stands in the archive; these events tell that the archive is there, if that was the last of it.
    Kept(Vec<Event>),
    /// Its message is gone meanwhile, and its file with it.
    Lost,
    /// Look again what is to be done: the archive begins anew, or is not wanted any more.
    Changed,
}

impl ChatStore {
    /// Puts something at the end of an archive, with so many messages, and says what comes next. `None`: it was the last, and
    /// the archive is there until its time is over.
    pub async fn keep_export_entry(
        &self,
        id: ExportId,
        entry: ExportEntry,
        messages: u64,
        next: Option<ExportPlace>,
        now: UnixMs,
    ) -> Result<ExportKept, StorageError> {
        let (tenant, blobs) = (self.tenant.to_string(), self.blobs.clone());
        let blob = entry.blob.name;
        let kept = self
            .database
            .write(move |transaction| {
                let text = id.to_string();
                let is_wanted =
                    "SELECT EXISTS (SELECT 1 FROM exports WHERE id = ?1 AND state = 'making' AND begins_anew = 0)";
                if !transaction.prepare_cached(is_wanted)?.query_row([&text], |row| row.get::<_, bool>(0))? {
                    return Ok(ExportKept::Changed);
                }
                let io = |error| WriteError::Rule(StorageError::io(blobs.folder(), error));
                let is_of_message = !entry.is_packed && !entry.path.is_empty();
                if is_of_message && !is_of_some_message(transaction, entry.blob.name)? {
                    return Ok(ExportKept::Lost);
                }
                if blobs.store().open(entry.blob.name).map_err(io)?.is_none() {
                    return Err(io(std::io::ErrorKind::NotFound.into()));
                }
                insert(transaction, &text, &entry)?;
                let count =
                    "UPDATE exports SET messages = messages + ?2, files = files + ?3, place = coalesce(?4, place)
                             WHERE id = ?1";
                let messages = i64::try_from(messages).unwrap_or(i64::MAX);
                let place = next.as_ref().map(json);
                transaction.prepare_cached(count)?.execute(params![text, messages, is_of_message, place])?;
                if next.is_some() {
                    return Ok(ExportKept::Kept(Vec::new()));
                }
                record::is_ready(transaction, &text, entry.data_at + entry.blob.size_bytes, now)?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.export_changed(id);
                Ok(ExportKept::Kept(recorder.finish()?))
            })
            .await?;
        if kept == ExportKept::Changed {
            // What was made for it is of no use, and may say of somebody who was erased.
            self.remove_unused(vec![blob]).await?;
        }
        Ok(kept)
    }

    /// What stands in an archive behind a place, in its order.
    pub async fn export_entries(
        &self,
        id: ExportId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<ExportEntry>, StorageError> {
        let find = "SELECT * FROM export_entries WHERE export_id = ?1 AND starts_at > ?2 ORDER BY starts_at LIMIT ?3";
        let after = after.map_or(-1, |after| i64::try_from(after).unwrap_or(i64::MAX));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database
            .read(move |db| db.prepare_cached(find)?.query_map(params![id.to_string(), after, limit], read)?.collect())
            .await
    }

    /// What stands at a place of an archive.
    pub async fn export_entry_at(&self, id: ExportId, at: u64) -> Result<Option<ExportEntry>, StorageError> {
        let find =
            "SELECT * FROM export_entries WHERE export_id = ?1 AND starts_at <= ?2 ORDER BY starts_at DESC LIMIT 1";
        let at = i64::try_from(at).unwrap_or(i64::MAX);
        self.database
            .read(move |db| db.prepare_cached(find)?.query_row(params![id.to_string(), at], read).optional())
            .await
    }

    /// Says what files of messages are called in an archive, and gives what they are called there: once named, a file
    /// keeps its name.
    pub async fn name_export_files(
        &self,
        id: ExportId,
        wanted: Vec<(BlobName, String)>,
    ) -> Result<Vec<String>, StorageError> {
        self.database
            .write(move |transaction| {
                let id = id.to_string();
                let name = "INSERT OR IGNORE INTO export_files (export_id, sha256, path)
                            SELECT id, ?2, ?3 FROM exports WHERE id = ?1";
                let find = "SELECT coalesce((SELECT path FROM export_files WHERE export_id = ?1 AND sha256 = ?2), '')";
                let mut paths = Vec::with_capacity(wanted.len());
                for (blob, path) in wanted {
                    let blob = blob.to_string();
                    transaction.prepare_cached(name)?.execute(params![id, blob, path])?;
                    paths.push(transaction.prepare_cached(find)?.query_row([&id, &blob], |row| row.get(0))?);
                }
                Ok(paths)
            })
            .await
    }

    /// The next file of a message that belongs into an archive, behind one: where it lies, what it is called in there, and
    /// since when it is here.
    pub async fn export_file_after(
        &self,
        id: ExportId,
        after: Option<String>,
    ) -> Result<Option<(Blob, String, UnixMs)>, StorageError> {
        let find = "SELECT f.sha256, f.path, b.size_bytes, b.stored_at_ms FROM export_files f JOIN blobs b ON b.sha256 = f.sha256
                    WHERE f.export_id = ?1 AND f.sha256 > ?2 AND EXISTS (SELECT 1 FROM media m WHERE m.sha256 = f.sha256)
                    ORDER BY f.sha256 LIMIT 1";
        let after = after.unwrap_or_default();
        self.database
            .read(move |db| {
                let read = |row: &Row<'_>| {
                    let blob = Blob {
                        name: blob_name(row.get_ref(0)?.as_str()?)?,
                        size_bytes: row.get::<_, i64>(2)?.unsigned_abs(),
                    };
                    Ok((blob, row.get(1)?, UnixMs(row.get(3)?)))
                };
                db.prepare_cached(find)?.query_row([id.to_string(), after], read).optional()
            })
            .await
    }
}

fn is_of_some_message(db: &Connection, blob: BlobName) -> rusqlite::Result<bool> {
    let find = "SELECT EXISTS (SELECT 1 FROM media WHERE sha256 = ?1)";
    db.prepare_cached(find)?.query_row([blob.to_string()], |row| row.get(0))
}

fn insert(transaction: &Transaction<'_>, id: &str, entry: &ExportEntry) -> rusqlite::Result<()> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let insert =
        "INSERT INTO export_entries (export_id, starts_at, data_at, path, blob, blob_bytes, is_packed, size_bytes,
                                              crc32, sha256, at_ms)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    transaction.prepare_cached(insert)?.execute(params![
        id,
        number(entry.starts_at),
        number(entry.data_at),
        entry.path,
        entry.blob.name.to_string(),
        number(entry.blob.size_bytes),
        entry.is_packed,
        number(entry.size_bytes),
        entry.crc32,
        hex::encode(entry.sha256),
        entry.at.0
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<ExportEntry> {
    let number = |column: &str| row.get::<_, i64>(column).map(i64::unsigned_abs);
    let blob = |column: &str| blob_name(row.get_ref(column)?.as_str()?);
    Ok(ExportEntry {
        path: row.get("path")?,
        starts_at: number("starts_at")?,
        data_at: number("data_at")?,
        blob: Blob { name: blob("blob")?, size_bytes: number("blob_bytes")? },
        is_packed: row.get("is_packed")?,
        size_bytes: number("size_bytes")?,
        crc32: row.get("crc32")?,
        sha256: blob("sha256")?.sha256(),
        at: UnixMs(row.get("at_ms")?),
    })
}
