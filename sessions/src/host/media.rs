//! Files: looked up, asked for, uploaded, and made ready to go out.

use portaria_domain::{ChatId, Media, MediaId, MediaState, MessageId, TenantId};
use portaria_storage::{BlobName, BlobReader, BlobWriter, ChatStore, StorageError, StoredMedia, Upload};
use tokio::task::JoinError;

use super::Host;
use crate::error::HostError;
use crate::media::looking::{Seen, look};
use crate::media::preparing::{NotPrepared, Prepared, prepare};

/// A file that can be read.
pub struct OpenMedia {
    /// By which its bytes are known.
    pub blob: BlobName,
    /// What its bytes are; empty where nobody can tell.
    pub mime: String,
    /// What its sender says that it is.
    pub declared_mime: String,
    /// Its name on the sender's machine.
    pub file_name: Option<String>,
    /// Its bytes.
    pub reader: BlobReader,
}

impl Host {
    /// Whether there is such a file: of a message, or uploaded for one.
    pub async fn has_media(&self, tenant: TenantId, id: MediaId) -> Result<bool, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        Ok(chats.media(id).await?.is_some() || chats.upload(id).await?.is_some())
    }

    /// A file, opened: of a message, or uploaded for one.
    pub async fn open_media(&self, tenant: TenantId, id: MediaId) -> Result<OpenMedia, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let (blob, mime, media) = match chats.media(id).await? {
            Some(StoredMedia { file, blob: Some(blob), media, .. }) if file.state == MediaState::Here => {
                (blob, file.mime, media)
            }
            Some(_) => return Err(HostError::MediaNotHere),
            None => {
                let Upload { blob, media, .. } = chats.upload(id).await?.ok_or(HostError::UnknownMedia)?;
                (blob, media.mime.clone(), media)
            }
        };
        let Some(reader) = chats.open_blob(blob).await? else {
            let lost = chats.blob_lost(blob, self.shared.clock.now()).await;
            let events = self.heed(tenant, lost)?;
            self.shared.board.publish(tenant, events);
            return Err(HostError::MediaNotHere);
        };
        Ok(OpenMedia { blob, mime, declared_mime: media.mime, file_name: media.file_name, reader })
    }

    /// Fetches a file as soon as there is a connection: one that is fetched on demand only, or that did not come.
    pub async fn fetch_media(&self, tenant: TenantId, id: MediaId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let asked = chats.ask_for_media(id, self.shared.clock.now()).await;
        let (found, events) = self.heed(tenant, asked)?;
        self.shared.board.publish(tenant, events);
        self.wake_fetcher(tenant);
        if found || chats.upload(id).await?.is_some() { Ok(()) } else { Err(HostError::UnknownMedia) }
    }

    /// The small picture of a message: the one that it brings along, else the one that was made of its file here.
    pub async fn thumbnail(
        &self,
        tenant: TenantId,
        chat: ChatId,
        id: &MessageId,
    ) -> Result<Option<Vec<u8>>, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let kept = chats.kept_message(chat, id).await?.ok_or(HostError::UnknownMessage)?;
        match kept.raw.and_then(|raw| self.shared.gateway.codec().thumbnail(&raw)) {
            Some(brought) => Ok(Some(brought)),
            None => Ok(chats.preview(chat, id).await?),
        }
    }

    /// Begins a file that is uploaded to be sent, and of which so many bytes are announced. Refused where the tenant has
    /// no room for it.
    pub async fn begin_upload(&self, tenant: TenantId, size_bytes: u64) -> Result<BlobWriter, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        if !chats.has_room_for(size_bytes).await? {
            return Err(StorageError::NoRoom.into());
        }
        self.heed(tenant, chats.create_blob().await)
    }

    /// Keeps an uploaded file for a day, until it is sent. Looks at it: what it is, and as what it goes.
    pub async fn finish_upload(
        &self,
        tenant: TenantId,
        writer: BlobWriter,
        file_name: Option<String>,
    ) -> Result<Upload, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let blob = self.heed(tenant, chats.finish_blob(writer).await)?;
        let mut reader = chats.open_blob(blob.name).await?.ok_or(HostError::MediaNotHere)?;
        let name = file_name.clone();
        let looked = self.shared.workers.run(tenant, move || look(&mut reader, name.as_deref(), true)).await;
        let Seen { about, preview } =
            looked.map_err(unreadable)?.map_err(|error| NotPrepared::from(error).into_host())?;
        let media = Media {
            mime: about.mime.to_owned(),
            file_name,
            size_bytes: Some(blob.size_bytes),
            sha256: Some(blob.name.to_string()),
            width: about.width,
            height: about.height,
            duration_s: about.duration_s,
            pages: about.pages,
            is_animated: about.is_animated,
            has_thumbnail: preview.is_some(),
            ..Media::of(about.kind)
        };
        let kept = chats.keep_upload(blob, media, preview, self.shared.clock.now()).await;
        self.heed(tenant, kept)
    }

    /// An uploaded file.
    pub async fn upload(&self, tenant: TenantId, id: MediaId) -> Result<Upload, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        chats.upload(id).await?.ok_or(HostError::UnknownMedia)
    }

    /// Makes an uploaded file ready to go out as what `wanted` says. What had to be changed for that is kept, too.
    pub(super) async fn prepare_upload(
        &self,
        tenant: TenantId,
        chats: &ChatStore,
        id: MediaId,
        wanted: Media,
    ) -> Result<(Media, Option<Vec<u8>>), HostError> {
        let upload = chats.upload(id).await?.ok_or(HostError::UnknownMedia)?;
        let (blobs, uploaded) = (chats.blobs().clone(), upload.blob());
        let name = upload.media.file_name.clone();
        let prepared =
            self.shared.workers.run(tenant, move || prepare(&blobs, uploaded, &wanted, name.as_deref())).await;
        let Prepared { blob, media, thumbnail, preview } =
            prepared.map_err(unreadable)?.map_err(NotPrepared::into_host)?;
        if blob.name != upload.blob {
            let kept = chats.keep_upload(blob, media.clone(), preview, self.shared.clock.now()).await;
            self.heed(tenant, kept)?;
        }
        Ok((media, thumbnail))
    }

    pub(super) fn wake_fetcher(&self, tenant: TenantId) {
        if let Some(handle) = self.fleet.running(tenant) {
            handle.access.media_wanted.notify_one();
        }
    }
}

/// A defect of ours in reading a file, which is logged where it arose.
fn unreadable(_panicked: JoinError) -> HostError {
    HostError::UnfitFile("it cannot be read".to_owned())
}

impl NotPrepared {
    fn into_host(self) -> HostError {
        match self {
            Self::Unfit(why) => HostError::UnfitFile(why),
            Self::TooLarge => HostError::FileTooLarge,
            Self::Io(error) => HostError::Storage(StorageError::Unwritable {
                path: std::path::PathBuf::from("media"),
                source: error.into(),
            }),
        }
    }
}
