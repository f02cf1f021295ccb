//! Why ffmpeg made nothing.

use std::io;
use std::time::Duration;

/// Why there is no result. What was written until then is to be thrown away.
#[derive(Debug, thiserror::Error)]
pub enum FfmpegError {
    /// A file of this type is not given to it.
    #[error("files of the type {0} are not converted")]
    NotConverted(String),
    /// It could not make anything of the file; these are its last words.
    #[error("ffmpeg refused the file: {0}")]
    Refused(String),
    /// It took longer than its limit, and was ended.
    #[error("ffmpeg was ended after {} s", .0.as_secs())]
    TooSlow(Duration),
    /// The program, the reader, the writer or the folder.
    #[error("ffmpeg could not be run")]
    Io(#[from] io::Error),
}
