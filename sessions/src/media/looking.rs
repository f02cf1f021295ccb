//! Looking at a stored file: what it is, and a small picture of it.

use std::path::{Path, PathBuf};

use portaria_media::ffmpeg::Ffmpeg;
use portaria_media::{Inspected, inspect, shown_preview};
use portaria_storage::BlobReader;

/// What was seen of a file.
pub(crate) struct Seen {
    pub(crate) about: Inspected,
    /// A JPEG for panels.
    pub(crate) preview: Option<Vec<u8>>,
}

/// Looks at a file. Blocks, and works: it belongs on threads that may.
pub(crate) fn look(reader: &mut BlobReader, file_name: Option<&str>, wants_preview: bool) -> std::io::Result<Seen> {
    let about = inspect(reader, file_name)?;
    let preview = if wants_preview { preview(reader, about.mime) } else { None };
    Ok(Seen { about, preview })
}

/// A picture of a picture, or of a film where ffmpeg is installed.
pub(crate) fn preview(reader: &mut BlobReader, mime: &str) -> Option<Vec<u8>> {
    if !mime.starts_with("video/") {
        return shown_preview(reader, mime);
    }
    let made = Ffmpeg::installed()?.video_frame(reader, mime, &scratch());
    made.inspect_err(|error| tracing::debug!(%error, "no picture of a film")).ok()
}

/// Where ffmpeg works: in memory where there is such a folder, since what lies there is not sealed.
pub(crate) fn scratch() -> PathBuf {
    let in_memory = Path::new("/dev/shm");
    if in_memory.is_dir() { in_memory.to_owned() } else { std::env::temp_dir() }
}
