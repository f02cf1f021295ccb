//! Files by their names, and the rules by which they are fetched.

use portaria_domain::{ChatId, Content, Media, MediaChoice, MediaFile, MediaId, MediaPolicy, MessageId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::chats::ChatStore;
use crate::chats::columns::{json, parsed};
use crate::chats::media::file::{COLUMN, blob_name, of_message};
use crate::chats::media::noting::{choice, policy};
use crate::control::unreadable;
use crate::{Blob, BlobName, StorageError};

/// A file of a message, with where it lies.
#[derive(Clone, Debug)]
pub struct StoredMedia {
    /// The file.
    pub file: MediaFile,
    /// Its name among the blobs, once it is here.
    pub blob: Option<BlobName>,
    /// What its sender says of it.
    pub media: Media,
    /// The message's chat.
    pub chat: ChatId,
    /// The message.
    pub message: MessageId,
}

impl ChatStore {
    /// A file by its name.
    pub async fn media(&self, id: MediaId) -> Result<Option<StoredMedia>, StorageError> {
        let find = format!(
            "SELECT m.chat_id, m.id, coalesce(json_extract(m.kept, '$.content'), m.content) AS content, media.sha256, {COLUMN}
             FROM media JOIN messages m ON m.row = media.message_row WHERE media.id = ?1"
        );
        self.database
            .read(move |db| db.prepare_cached(&find)?.query_row([id.to_string()], read).optional().map(Option::flatten))
            .await
    }

    /// The file of an own message that is about to leave, if it is here.
    pub async fn blob_of_message(&self, chat: ChatId, id: &MessageId) -> Result<Option<(MediaId, Blob)>, StorageError> {
        let find = "SELECT f.id, b.sha256, b.size_bytes FROM messages m JOIN media f ON f.message_row = m.row
                    JOIN blobs b ON b.sha256 = f.sha256 WHERE m.chat_id = ?1 AND m.id = ?2 AND m.from_me = 1";
        let id = id.to_string();
        self.database
            .read(move |db| {
                let found = db.prepare_cached(find)?.query_row(params![chat.to_string(), id], |row| {
                    let media = row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("id", error))?;
                    let name = blob_name(row.get_ref(1)?.as_str()?)?;
                    Ok((media, Blob { name, size_bytes: row.get::<_, i64>(2)?.unsigned_abs() }))
                });
                found.optional()
            })
            .await
    }

    /// The small picture that was made of a message's file here, a JPEG.
    pub async fn preview(&self, chat: ChatId, id: &MessageId) -> Result<Option<Vec<u8>>, StorageError> {
        let find = "SELECT b.preview FROM messages m JOIN media f ON f.message_row = m.row
                    JOIN blobs b ON b.sha256 = f.sha256 WHERE m.chat_id = ?1 AND m.id = ?2";
        let id = id.to_string();
        self.database
            .read(move |db| {
                let found = db.prepare_cached(find)?.query_row(params![chat.to_string(), id], |row| row.get(0));
                Ok(found.optional()?.flatten())
            })
            .await
    }

    /// Which files are fetched by themselves.
    pub async fn media_policy(&self) -> Result<MediaPolicy, StorageError> {
        self.database.read(policy).await
    }

    /// Says which files are fetched by themselves from now on; `None`: the usual ones.
    pub async fn set_media_policy(&self, policy: Option<&MediaPolicy>) -> Result<(), StorageError> {
        let policy = policy.map(json);
        let set = "UPDATE owner SET media_policy = ?1";
        self.database.write(move |transaction| Ok(transaction.execute(set, [policy])?)).await.map(drop)
    }

    /// What the tenant chose of that; `None`: all of it.
    pub async fn media_choice(&self) -> Result<Option<MediaChoice>, StorageError> {
        self.database.read(choice).await
    }

    /// Says what the tenant chose; `None`: all that the policy allows.
    pub async fn set_media_choice(&self, choice: Option<&MediaChoice>) -> Result<(), StorageError> {
        let choice = choice.map(json);
        let set = "UPDATE owner SET media_choice = ?1";
        self.database.write(move |transaction| Ok(transaction.execute(set, [choice])?)).await.map(drop)
    }

    /// How much room the tenant's files take, in bytes.
    pub async fn media_bytes(&self) -> Result<u64, StorageError> {
        self.database.read(taken).await
    }
}

/// How much room all files take, in bytes.
fn taken(db: &Connection) -> rusqlite::Result<u64> {
    let sum = "SELECT coalesce(sum(size_bytes), 0) FROM blobs";
    db.prepare_cached(sum)?.query_row([], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// Whether there is room for one more file of a size, in bytes.
pub(super) fn has_room(db: &Connection, size_bytes: u64) -> rusqlite::Result<bool> {
    Ok(taken(db)?.saturating_add(size_bytes) <= policy(db)?.total_bytes)
}

/// Reads a file with its message. `None`: the message says something else by now.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Option<StoredMedia>> {
    let content: Content = parsed(row, "content")?;
    let (Some(file), Content::Media(media)) = (of_message(row, &content)?, content) else { return Ok(None) };
    let blob: Option<String> = row.get("sha256")?;
    Ok(Some(StoredMedia {
        file,
        blob: blob.map(|name| blob_name(&name)).transpose()?,
        media,
        chat: row.get_ref("chat_id")?.as_str()?.parse().map_err(|error| unreadable("chat_id", error))?,
        message: MessageId::parse(row.get_ref("id")?.as_str()?).map_err(|error| unreadable("id", error))?,
    }))
}
