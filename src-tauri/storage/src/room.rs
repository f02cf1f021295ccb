//! How much room a tenant takes on disk, without looking through its media folder.

use std::path::Path;

use portaria_domain::{TenantId, UnixMs};
use rusqlite::Connection;

use crate::database::blocking;
use crate::{StorageError, Stores};

/// How much room a tenant takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomTaken {
    /// Messages, people, events and the search index, in bytes, with the copy from before the last change of version.
    pub messages_bytes: u64,
    /// The keys of the session, in bytes.
    pub keys_bytes: u64,
    /// All files, in bytes.
    pub media_bytes: u64,
    /// How many files there are.
    pub media_files: u64,
    /// The files by what they are.
    pub by_kind: Vec<RoomOfKind>,
    /// When the oldest message was written that is here.
    pub oldest_at: Option<UnixMs>,
}

/// How much room files of one kind take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomOfKind {
    /// The first part of what they are by RFC 6838: `image`, `video`, `audio`, `application`, …; empty where nobody knows.
    pub kind: String,
    /// In bytes.
    pub bytes: u64,
    /// How many.
    pub files: u64,
}

impl Stores {
    /// How much room a tenant takes.
    pub async fn room_taken(&self, tenant: TenantId) -> Result<RoomTaken, StorageError> {
        let chats = self.chats(tenant).await?;
        let (by_kind, oldest_at) = chats.database().read(|db| Ok((by_kind(db)?, oldest(db)?))).await?;
        let folder = self.tenant_folder(tenant);
        let (messages_bytes, keys_bytes) = blocking(move || databases(&folder)).await?;
        Ok(RoomTaken {
            messages_bytes,
            keys_bytes,
            media_bytes: by_kind.iter().map(|kind| kind.bytes).sum(),
            media_files: by_kind.iter().map(|kind| kind.files).sum(),
            by_kind,
            oldest_at,
        })
    }
}

fn by_kind(db: &Connection) -> rusqlite::Result<Vec<RoomOfKind>> {
    let sum = "SELECT substr(mime, 1, max(instr(mime, '/') - 1, 0)) AS kind, sum(size_bytes), count(*) FROM blobs
               GROUP BY kind ORDER BY sum(size_bytes) DESC, kind";
    let mut sum = db.prepare_cached(sum)?;
    let rows = sum.query_map([], |row| {
        let bytes = row.get::<_, i64>(1)?.unsigned_abs();
        Ok(RoomOfKind { kind: row.get(0)?, bytes, files: row.get::<_, i64>(2)?.unsigned_abs() })
    })?;
    rows.collect()
}

/// One step into the index for each chat, however many messages there are.
fn oldest(db: &Connection) -> rusqlite::Result<Option<UnixMs>> {
    let find =
        "SELECT min((SELECT min(m.place_ms) FROM messages m WHERE m.chat_id = c.id AND m.is_shown = 1)) FROM chats c";
    Ok(db.prepare_cached(find)?.query_row([], |row| row.get::<_, Option<i64>>(0))?.map(UnixMs))
}

/// The files of the tenant's own folder by what they begin with: its conversations, and its keys.
fn databases(folder: &Path) -> Result<(u64, u64), StorageError> {
    let io = |error| StorageError::io(folder, error);
    let (mut messages, mut keys) = (0, 0);
    for entry in folder.read_dir().map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        let sum = match name.to_str() {
            Some(name) if name.starts_with("chats.") => &mut messages,
            Some(name) if name.starts_with("whatsapp.") => &mut keys,
            _ => continue,
        };
        // A log may be folded in and gone since the folder was read.
        *sum += entry.metadata().map_or(0, |file| file.len());
    }
    Ok((messages, keys))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_oldest_message_is_found_without_reading_all_of_them() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let find = "SELECT min(m.place_ms) FROM messages m WHERE m.chat_id = ?1 AND m.is_shown = 1";
        let plan = crate::database::plan(&db, find);
        assert!(plan.contains("messages_by_place (chat_id=?)"), "{plan}");
        assert_eq!(oldest(&db).unwrap(), None);
    }
}
