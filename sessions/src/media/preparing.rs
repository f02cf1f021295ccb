//! An uploaded file in the form in which it goes out: pictures as WhatsApp sends them, voice messages with their
//! waveform, films and sounds that phones can play.

use std::io;

use portaria_domain::{Media, MediaKind};
use portaria_media::ffmpeg::{Ffmpeg, FfmpegError, Film};
use portaria_media::{PictureError, VOICE_MIME, inspect, picture_for_sending, small_picture, sticker, waveform};
use portaria_storage::{Blob, BlobReader, BlobWriter, Blobs};

use super::looking::{preview, scratch};

/// A file as it goes out.
pub(crate) struct Prepared {
    /// Its name and size; another one than was uploaded where it had to be changed.
    pub(crate) blob: Blob,
    /// What is said of it.
    pub(crate) media: Media,
    /// A JPEG that travels with the message.
    pub(crate) thumbnail: Option<Vec<u8>>,
    /// A JPEG for panels.
    pub(crate) preview: Option<Vec<u8>>,
}

/// Why a file cannot go as what was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotPrepared {
    /// It is none of that kind, and cannot be made one here; why not, in words.
    #[error("the file cannot go as that: {0}")]
    Unfit(String),
    /// It is larger than WhatsApp takes files of that kind.
    #[error("the file is larger than WhatsApp takes files of that kind")]
    TooLarge,
    /// It cannot be read or written.
    #[error("the file cannot be read or written")]
    Io(#[from] io::Error),
}

/// How large a file of a kind may be, as WhatsApp has it.
pub(crate) const fn largest_bytes(kind: MediaKind) -> u64 {
    const MB: u64 = 1_000_000;
    match kind {
        MediaKind::Image | MediaKind::Voice | MediaKind::Audio => 16 * MB,
        MediaKind::Sticker => MB,
        MediaKind::Video | MediaKind::Gif | MediaKind::RoundVideo | MediaKind::Document => 100 * MB,
    }
}

/// Prepares an uploaded file to go as what `wanted` says: its kind, with the words and the name that it is to have.
/// Blocks, and works: it belongs on threads that may.
pub(crate) fn prepare(
    blobs: &Blobs,
    uploaded: Blob,
    wanted: &Media,
    name: Option<&str>,
) -> Result<Prepared, NotPrepared> {
    let mut original = open(blobs, uploaded)?;
    let about = inspect(&mut original, name)?;
    let (blob, mime) = match wanted.kind {
        MediaKind::Image => match picture_for_sending(&mut original, about.mime).map_err(unfit)? {
            Some(jpeg) => (keep(blobs, &jpeg)?, "image/jpeg"),
            None => (uploaded, about.mime),
        },
        MediaKind::Sticker => (keep(blobs, &sticker(&mut original).map_err(unfit)?)?, "image/webp"),
        MediaKind::Voice if about.can_be_voice => (uploaded, VOICE_MIME),
        MediaKind::Voice => {
            let voice = |into: &mut BlobWriter| {
                ffmpeg()?.to_voice(&mut original, about.mime, &scratch(), into).map_err(NotPrepared::from)
            };
            (made(blobs, voice)?, VOICE_MIME)
        }
        MediaKind::Video | MediaKind::RoundVideo | MediaKind::Gif if about.kind == MediaKind::Video => {
            (uploaded, about.mime)
        }
        MediaKind::Video | MediaKind::RoundVideo | MediaKind::Gif => {
            let film = if wanted.kind == MediaKind::Gif { Film::Gif } else { Film::Video };
            let film = |into: &mut BlobWriter| {
                ffmpeg()?.to_mp4(&mut original, about.mime, film, &scratch(), into).map_err(NotPrepared::from)
            };
            (made(blobs, film)?, "video/mp4")
        }
        MediaKind::Audio if about.mime.starts_with("audio/") => (uploaded, about.mime),
        MediaKind::Audio => return Err(NotPrepared::Unfit("it is no sound".to_owned())),
        MediaKind::Document => (uploaded, about.mime),
    };
    if blob.size_bytes > largest_bytes(wanted.kind) {
        return Err(NotPrepared::TooLarge);
    }
    describe(blobs, blob, mime, wanted, name)
}

/// What is said of a file that goes out.
fn describe(
    blobs: &Blobs,
    blob: Blob,
    mime: &str,
    wanted: &Media,
    name: Option<&str>,
) -> Result<Prepared, NotPrepared> {
    let mut reader = open(blobs, blob)?;
    let about = inspect(&mut reader, name)?;
    let wave = if wanted.kind == MediaKind::Voice { waveform(&mut reader) } else { None };
    let preview = preview(&mut reader, about.mime);
    // The small one is made of the preview: it is a picture whatever the file is.
    let thumbnail = match &preview {
        Some(jpeg) => small_picture(&mut io::Cursor::new(jpeg.as_slice()), "image/jpeg"),
        None => None,
    };
    let media = Media {
        mime: mime.to_owned(),
        file_name: wanted
            .file_name
            .clone()
            .or_else(|| name.map(str::to_owned))
            .filter(|_| wanted.kind == MediaKind::Document),
        size_bytes: Some(blob.size_bytes),
        sha256: Some(blob.name.to_string()),
        width: about.width,
        height: about.height,
        duration_s: wave.as_ref().map(|wave| wave.duration_s).or(about.duration_s),
        pages: about.pages,
        waveform: wave.map(|wave| wave.levels).unwrap_or_default(),
        is_animated: about.is_animated && wanted.kind == MediaKind::Sticker,
        ..wanted.clone()
    };
    Ok(Prepared { blob, media, thumbnail, preview })
}

fn open(blobs: &Blobs, blob: Blob) -> io::Result<BlobReader> {
    blobs.open(blob.name)?.ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn keep(blobs: &Blobs, bytes: &[u8]) -> Result<Blob, NotPrepared> {
    made(blobs, |into| Ok(io::Write::write_all(into, bytes)?))
}

fn made(blobs: &Blobs, make: impl FnOnce(&mut BlobWriter) -> Result<(), NotPrepared>) -> Result<Blob, NotPrepared> {
    let mut writer = blobs.create()?;
    make(&mut writer)?;
    Ok(writer.finish()?)
}

/// Without ffmpeg the file cannot be made what it has to be.
fn ffmpeg() -> Result<&'static Ffmpeg, NotPrepared> {
    let missing = "it would have to be converted, and ffmpeg is not installed on the server";
    Ffmpeg::installed().ok_or_else(|| NotPrepared::Unfit(missing.to_owned()))
}

fn unfit(error: PictureError) -> NotPrepared {
    match error {
        PictureError::Read(error) => NotPrepared::Io(error),
        error => NotPrepared::Unfit(error.to_string()),
    }
}

impl From<FfmpegError> for NotPrepared {
    fn from(error: FfmpegError) -> Self {
        match error {
            FfmpegError::Io(error) => Self::Io(error),
            error => {
                // Its last words are for whoever looks after the server.
                tracing::debug!(%error, "a file cannot be converted");
                Self::Unfit("it cannot be converted".to_owned())
            }
        }
    }
}
