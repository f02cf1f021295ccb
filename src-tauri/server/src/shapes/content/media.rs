//! Files.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::status::words;

words!(
    /// What kind of file it is.
    MediaKindWord of domain::MediaKind { Image, Video, Gif, RoundVideo, Voice, Audio, Document, Sticker }
);

impl From<MediaKindWord> for domain::MediaKind {
    fn from(word: MediaKindWord) -> Self {
        use MediaKindWord as W;
        match word {
            W::Image => Self::Image,
            W::Video => Self::Video,
            W::Gif => Self::Gif,
            W::RoundVideo => Self::RoundVideo,
            W::Voice => Self::Voice,
            W::Audio => Self::Audio,
            W::Document => Self::Document,
            W::Sticker => Self::Sticker,
        }
    }
}

/// A file, as its sender describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Media)]
pub(crate) struct MediaShape {
    /// What kind of file.
    pub file: MediaKindWord,
    /// Words with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The sender's word on its type; may be empty.
    pub mime: String,
    /// A document's name on the sender's machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Its size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    /// Its width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Its height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// How long it lasts, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u32>,
    /// How many pages a document has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// A voice message's loudness over time, 0 to 100 each; empty where it is not told.
    pub waveform: Vec<u8>,
    /// Whether a sticker moves.
    pub is_animated: bool,
    /// Whether a sticker is a Lottie animation.
    pub is_lottie: bool,
    /// Whether there is a small picture of it, at `…/thumbnail`: its sender's, or one that was made here.
    pub has_thumbnail: bool,
}

impl From<domain::Media> for MediaShape {
    fn from(it: domain::Media) -> Self {
        Self {
            file: it.kind.into(),
            caption: it.caption,
            mime: it.mime,
            file_name: it.file_name,
            size_bytes: it.size_bytes,
            width: it.width,
            height: it.height,
            duration_s: it.duration_s,
            pages: it.pages,
            waveform: it.waveform,
            is_animated: it.is_animated,
            is_lottie: it.is_lottie,
            has_thumbnail: it.has_thumbnail,
        }
    }
}

/// The envelope of several pictures or films.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Album)]
pub(crate) struct AlbumShape {
    /// How many pictures belong to it.
    pub images: u32,
    /// How many films belong to it.
    pub videos: u32,
}

impl From<domain::Album> for AlbumShape {
    fn from(it: domain::Album) -> Self {
        Self { images: it.images, videos: it.videos }
    }
}
