//! Files that were uploaded to be sent.

use portaria_domain::{Media, MediaId, UnixMs};
use rusqlite::{OptionalExtension as _, params};

use crate::chats::ChatStore;
use crate::chats::columns::{json, parsed};
use crate::chats::media::file::blob_name;
use crate::chats::media::keeping;
use crate::chats::media::noting::known_blob;
use crate::chats::media::stored::has_room;
use crate::database::WriteError;
use crate::{Blob, BlobName, StorageError};

/// A file that was uploaded to be sent, for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// By which a draft names it.
    pub id: MediaId,
    /// Its name among the blobs.
    pub blob: BlobName,
    /// What is known of it.
    pub media: Media,
}

impl Upload {
    /// The file as it lies here.
    pub fn blob(&self) -> Blob {
        Blob { name: self.blob, size_bytes: self.media.size_bytes.unwrap_or_default() }
    }
}

impl ChatStore {
    /// Keeps an uploaded file; `media` says what is known of it. What goes beyond the tenant's room is refused.
    pub async fn keep_upload(
        &self,
        blob: Blob,
        media: Media,
        preview: Option<Vec<u8>>,
        now: UnixMs,
    ) -> Result<Upload, StorageError> {
        let (tenant, blobs) = (self.tenant.to_string(), self.blobs.clone());
        let upload = Upload { id: MediaId::from_parts(now, rand::random()), blob: blob.name, media };
        self.database
            .write(move |transaction| {
                // One that is here takes no more room.
                if !known_blob(transaction, &blob.name.to_string())? && !has_room(transaction, blob.size_bytes)? {
                    return Err(WriteError::Rule(StorageError::NoRoom));
                }
                let Upload { id, media, .. } = &upload;
                keeping::keep_blob(transaction, &tenant, &blobs, blob, &media.mime, preview.as_deref(), now)?;
                let keep = "INSERT INTO uploads (id, tenant_id, sha256, media, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)";
                transaction.prepare_cached(keep)?.execute(params![
                    id.to_string(),
                    tenant,
                    blob.name.to_string(),
                    json(media),
                    now.0
                ])?;
                Ok(upload)
            })
            .await
    }

    /// Whether a file of a size would find room, before it is uploaded.
    pub async fn has_room_for(&self, size_bytes: u64) -> Result<bool, StorageError> {
        self.database.read(move |db| has_room(db, size_bytes)).await
    }

    /// An uploaded file. `None`: there is none, or its day is over.
    pub async fn upload(&self, id: MediaId) -> Result<Option<Upload>, StorageError> {
        let find = "SELECT sha256, media FROM uploads WHERE id = ?1";
        self.database
            .read(move |db| {
                db.prepare_cached(find)?
                    .query_row([id.to_string()], |row| {
                        let blob = blob_name(row.get_ref("sha256")?.as_str()?)?;
                        Ok(Upload { id, blob, media: parsed(row, "media")? })
                    })
                    .optional()
            })
            .await
    }
}
