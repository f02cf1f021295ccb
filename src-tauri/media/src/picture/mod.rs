//! Pictures: their size, and what is made of them.

mod decode;
mod jpeg;
mod profile;
mod resize;
mod sending;
mod shape;
mod sticker;
mod thumbnail;

use std::io;

pub(crate) use shape::{Shape, shape};

pub use profile::profile_picture;
pub use sending::picture_for_sending;
pub use sticker::sticker;
pub use thumbnail::{shown_preview, small_picture};

/// Pictures with more pixels are not decoded: at eight bits a channel that is 160 MB.
pub const MAX_PIXELS: u64 = 40_000_000;

/// Why a picture was not made. Each can still be sent as a document.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is damaged, or of a kind that is not read here (JPEG, PNG, WebP and GIF are).
    #[error("the picture cannot be read")]
    Unreadable,
    /// It has more than [`MAX_PIXELS`].
    #[error("the picture has more than {} million pixels", MAX_PIXELS / 1_000_000)]
    TooManyPixels,
    /// As a sticker it has more bytes than WhatsApp takes, also with fewer colours.
    #[error("as a sticker the picture has more than {} KB; one with less detail fits", .0 / 1000)]
    StickerTooLarge(usize),
    /// A moving picture that is not yet a sticker; moving ones are taken only as they are.
    #[error("a moving sticker must be a WebP of 512 by 512 pixels and at most {} KB", .0 / 1000)]
    StickerMoves(usize),
    /// The reader's own.
    #[error("the file cannot be read")]
    Read(#[from] io::Error),
}
