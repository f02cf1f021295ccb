//! What a file is by its bytes, and what is made of it: its small picture, its waveform, the form it is sent in.
//!
//! Everything here reads bytes that strangers wrote. So memory is bounded whatever a file claims, nothing panics, and
//! what cannot be read is a `None` or an error, never a guess. Readers are read from their beginning, wherever they
//! stand, since files lie sealed on disk and the caller opens them.
//!
//! It knows `domain` only. There is no network here and no store; the one thing outside of the process is
//! [`ffmpeg`], which is used where it is installed and needed for nothing.

pub mod ffmpeg;
mod guard;
mod inspect;
mod mp4;
mod pdf;
mod picture;
mod served;
mod sniff;
mod sound;
mod source;
mod waveform;

pub use inspect::{Inspected, inspect};
pub use picture::{
    MAX_PIXELS, PictureError, picture_for_sending, profile_picture, shown_preview, small_picture, sticker,
};
pub use served::{Served, may_be_shown, served_type};
pub use source::ReadSeek;
pub use waveform::{Waveform, waveform};

/// The type that WhatsApp gives voice messages.
pub const VOICE_MIME: &str = "audio/ogg; codecs=opus";
