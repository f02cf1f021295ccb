//! What a file is, which decides its keys and its path.

use serde::{Deserialize, Serialize};
use wacore::download::MediaType;

/// A kind of file, as WhatsApp's paths and key derivations tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    /// A picture in a message, or its preview.
    Image,
    /// A film, also a GIF and a round video note.
    Video,
    /// Music or a voice message.
    Audio,
    /// Any other file.
    Document,
    /// A sticker; it travels as a picture.
    Sticker,
    /// Several stickers in one archive.
    StickerPack,
    /// The cover of a sticker pack.
    StickerPackThumbnail,
    /// The picture of a link's preview.
    LinkThumbnail,
    /// A chunk of history for a new companion.
    History,
    /// A snapshot or a large patch of app state.
    AppState,
    /// A file of a newsletter, which everybody may read.
    Newsletter,
    /// The picture of an account or a group, which everybody may read.
    ProfilePicture,
}

impl MediaKind {
    /// The kind that an upload path names (`/mms/{name}`), as wacore's `mms_type` and whatsmeow spell them.
    pub(super) fn of_upload(name: &str) -> Option<Self> {
        Some(match name {
            "image" => Self::Image,
            "video" => Self::Video,
            "audio" => Self::Audio,
            "document" => Self::Document,
            "sticker-pack" => Self::StickerPack,
            "thumbnail-sticker-pack" => Self::StickerPackThumbnail,
            "thumbnail-link" => Self::LinkThumbnail,
            "md-msg-hist" => Self::History,
            "md-app-state" => Self::AppState,
            newsletter if newsletter.starts_with("newsletter-") => Self::Newsletter,
            _ => return None,
        })
    }

    /// How the file is sealed; `None` for files that everybody may read.
    pub(super) fn sealed_as(self) -> Option<MediaType> {
        Some(match self {
            Self::Image => MediaType::Image,
            Self::Video => MediaType::Video,
            Self::Audio => MediaType::Audio,
            Self::Document => MediaType::Document,
            Self::Sticker => MediaType::Sticker,
            Self::StickerPack => MediaType::StickerPack,
            Self::StickerPackThumbnail => MediaType::StickerPackThumbnail,
            Self::LinkThumbnail => MediaType::LinkThumbnail,
            Self::History => MediaType::History,
            Self::AppState => MediaType::AppState,
            Self::Newsletter | Self::ProfilePicture => return None,
        })
    }

    /// The folder and ending of its paths, in the manner of the real ones.
    pub(super) fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Image => ("t62.7118-24", "_n.enc"),
            Self::Video => ("t62.7161-24", "_n.enc"),
            Self::Audio => ("t62.7117-24", "_n.enc"),
            Self::Document => ("t62.7119-24", "_n.enc"),
            Self::Sticker | Self::StickerPack => ("t62.15575-24", "_n.enc"),
            Self::StickerPackThumbnail | Self::LinkThumbnail => ("t62.36144-24", "_n.enc"),
            Self::History => ("t62.36145-24", "_n.enc"),
            Self::AppState => ("t62.36146-24", "_n.enc"),
            Self::Newsletter => ("t62.7118-24", "_n"),
            Self::ProfilePicture => ("t61.24694-24", "_n.jpg"),
        }
    }

    /// What the download says it is.
    pub(super) fn content_type(self) -> &'static str {
        if self == Self::ProfilePicture { "image/jpeg" } else { "application/octet-stream" }
    }
}
