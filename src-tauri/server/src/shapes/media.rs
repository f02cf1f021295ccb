//! Files as they lie here, and files that were uploaded.

use portaria_domain as domain;
use portaria_storage::Upload;
use serde::Serialize;
use utoipa::ToSchema;

use super::content::MediaKindWord;
use super::status::words;

words!(
    /// Why a file is not fetched by itself.
    HoldWord of domain::HoldReason { History, Kind, TooLarge, Full }
);

words!(
    /// Why a file did not come.
    MediaFailureWord of domain::MediaFailure { Gone, Broken, NoFile, NoSpace }
);

/// Whether a file is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileState {
    /// It is fetched when somebody asks for it.
    OnDemand,
    /// It is about to be fetched.
    Waiting,
    /// It is here.
    Here,
    /// It did not come. Asking for it tries again.
    Failed,
}

/// Why a file is held back, or did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum FileReason {
    /// Why it is not fetched by itself.
    Hold(HoldWord),
    /// Why it did not come.
    Failure(MediaFailureWord),
}

/// The file of a message, as it lies here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MediaFile)]
pub(crate) struct MediaFileShape {
    /// For `…/media/{mediaId}`.
    pub id: String,
    /// Whether it is here.
    pub state: FileState,
    /// Why it is not, where there is a reason.
    #[schema(required)]
    pub reason: Option<FileReason>,
    /// What the bytes are; empty until they are here.
    pub mime: String,
    /// Its size; until it is here, what its sender says.
    #[schema(required)]
    pub size_bytes: Option<u64>,
}

impl From<domain::MediaFile> for MediaFileShape {
    fn from(file: domain::MediaFile) -> Self {
        use domain::MediaState as S;
        let (state, reason) = match file.state {
            S::OnDemand(reason) => (FileState::OnDemand, Some(FileReason::Hold(reason.into()))),
            S::Waiting => (FileState::Waiting, None),
            S::Here => (FileState::Here, None),
            S::Failed(why) => (FileState::Failed, Some(FileReason::Failure(why.into()))),
        };
        Self { id: file.id.to_string(), state, reason, mime: file.mime, size_bytes: file.size_bytes }
    }
}

/// A file that was uploaded to be sent. It is kept for a day, and longer where it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UploadedMedia)]
pub(crate) struct UploadShape {
    /// By which a message names it.
    pub id: String,
    /// What the bytes are, such as `image/jpeg`.
    pub mime: String,
    /// Its size.
    pub size_bytes: u64,
    /// What it goes as, unless the message says otherwise.
    pub kind: MediaKindWord,
    /// Its name, as it was given.
    #[schema(required)]
    pub file_name: Option<String>,
    /// Its width in pixels.
    #[schema(required)]
    pub width: Option<u32>,
    /// Its height in pixels.
    #[schema(required)]
    pub height: Option<u32>,
    /// How long it lasts, in seconds.
    #[schema(required)]
    pub duration_s: Option<u32>,
}

impl From<Upload> for UploadShape {
    fn from(Upload { id, media, .. }: Upload) -> Self {
        Self {
            id: id.to_string(),
            mime: media.mime,
            size_bytes: media.size_bytes.unwrap_or_default(),
            kind: media.kind.into(),
            file_name: media.file_name,
            width: media.width,
            height: media.height,
            duration_s: media.duration_s,
        }
    }
}

/// How far an upload has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UploadProgress {
    /// How much is here.
    pub offset: u64,
    /// How much it will be.
    pub size_bytes: u64,
    /// The file, once all of it is here.
    #[schema(required)]
    pub media: Option<UploadShape>,
}

/// An address of a file that opens without a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedUrl {
    /// The address, from the root of this server.
    pub url: String,
    /// Until when it opens, in UTC milliseconds; earlier where the credential that asked for it ends.
    pub expires_at_ms: i64,
}
