//! Files.

use serde::{Deserialize, Serialize};

/// What kind of file it is, to WhatsApp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A short film that repeats without sound.
    Gif,
    /// A round film, recorded in the chat.
    RoundVideo,
    /// A voice message, recorded in the chat.
    Voice,
    /// Sound as a file.
    Audio,
    /// Any file.
    Document,
    /// A sticker.
    Sticker,
}

impl MediaKind {
    /// Every kind there is.
    pub const ALL: [Self; 8] = [
        Self::Image,
        Self::Video,
        Self::Gif,
        Self::RoundVideo,
        Self::Voice,
        Self::Audio,
        Self::Document,
        Self::Sticker,
    ];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Gif => "gif",
            Self::RoundVideo => "round_video",
            Self::Voice => "voice",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Sticker => "sticker",
        }
    }
}

/// A file, as its sender describes it. Where it lies and how it is decrypted stands in the raw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What kind of file.
    #[serde(rename = "file")]
    pub kind: MediaKind,
    /// Words with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The sender's word on its type, such as `image/jpeg`; may be empty. Never believed when it is served.
    pub mime: String,
    /// A document's name on the sender's machine. Never used as a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Its size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    /// SHA-256 of the plaintext, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// A picture's or film's width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// A picture's or film's height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// How long a film or sound lasts, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u32>,
    /// How many pages a document has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// A voice message's loudness over time, 0 to 100 each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waveform: Vec<u8>,
    /// Whether a sticker moves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_animated: bool,
    /// Whether a sticker is a Lottie animation (`application/was`, a zip).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_lottie: bool,
    /// Whether the raw brings a small picture of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_thumbnail: bool,
}

impl Media {
    /// A file of a kind, of which nothing else is known.
    pub const fn of(kind: MediaKind) -> Self {
        Self {
            kind,
            caption: None,
            mime: String::new(),
            file_name: None,
            size_bytes: None,
            sha256: None,
            width: None,
            height: None,
            duration_s: None,
            pages: None,
            waveform: Vec::new(),
            is_animated: false,
            is_lottie: false,
            has_thumbnail: false,
        }
    }
}

/// The envelope of several pictures or films that stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Album {
    /// How many pictures belong to it.
    pub images: u32,
    /// How many films belong to it.
    pub videos: u32,
}
