//! ffmpeg, where it is installed: what this crate can't do in Rust, and nothing that is needed.
//!
//! It is a program that reads what strangers send, so it gets little: the type that the bytes have and no other, no
//! network, no files but the one it works on, a limit of time and of memory, and an empty environment.

mod error;
mod run;
mod scratch;
#[cfg(all(test, unix))]
mod tests;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

pub use self::error::FfmpegError;
use self::run::{Input, run};
use self::scratch::Scratch;
use crate::{ReadSeek, mp4, source};

/// How long one piece of work may take.
const LIMIT: Duration = Duration::from_mins(1);

/// The installed program.
#[derive(Clone, Debug)]
pub struct Ffmpeg {
    program: PathBuf,
    limit: Duration,
}

/// What film to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Film {
    /// With its sound.
    Video,
    /// Without sound: WhatsApp's GIFs are films that repeat.
    Gif,
}

impl Ffmpeg {
    /// The one on the search path, if it can code what WhatsApp plays (H.264, Opus). Looked for once in a process.
    pub fn installed() -> Option<&'static Self> {
        static FOUND: OnceLock<Option<Ffmpeg>> = OnceLock::new();
        FOUND.get_or_init(|| Self::found_in(&std::env::var_os("PATH")?)).as_ref()
    }

    /// The first one in the folders of a search path.
    fn found_in(path: &OsString) -> Option<Self> {
        let name = format!("ffmpeg{}", std::env::consts::EXE_SUFFIX);
        let program = std::env::split_paths(path)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(&name))
            .find(|program| program.is_file())?;
        let said = Command::new(&program)
            .args(["-hide_banner", "-encoders"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let said = String::from_utf8_lossy(&said.stdout);
        let codes = |name| said.split_whitespace().any(|word| word == name);
        (codes("libopus") && codes("libx264")).then_some(Self { program, limit: LIMIT })
    }

    /// A voice message from any sound: Opus in Ogg, one channel, 16,000 samples a second.
    ///
    /// `mime` is what the bytes are ([`crate::Inspected::mime`]). `folder` takes what must lie in a file while it is
    /// worked on (an M4A whose index comes last) and is unsealed there: give a folder in memory where there is one.
    pub fn to_voice(
        &self,
        reader: &mut dyn ReadSeek,
        mime: &str,
        folder: &Path,
        into: &mut dyn Write,
    ) -> Result<(), FfmpegError> {
        let voice = [
            "-map",
            "0:a:0",
            "-vn",
            "-ac",
            "1",
            "-ar",
            "16000",
            "-c:a",
            "libopus",
            "-b:a",
            "24k",
            "-application",
            "voip",
            "-f",
            "ogg",
            "pipe:1",
        ];
        self.convert(reader, mime, folder, &[], &voice, into)
    }

    /// A film that phones play: H.264 and AAC in MP4, at most 1280 pixels a side, with its index first.
    ///
    /// As for [`Self::to_voice`]; a film always lies in `folder` until it is done, since its index is written last.
    pub fn to_mp4(
        &self,
        reader: &mut dyn ReadSeek,
        mime: &str,
        film: Film,
        folder: &Path,
        into: &mut dyn Write,
    ) -> Result<(), FfmpegError> {
        let scratch = Scratch::new(folder)?;
        let made = scratch.path("made.mp4");
        let mut arguments: Vec<&str> = vec!["-map", "0:v:0"];
        arguments.extend(match film {
            Film::Video => ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "128k", "-ac", "2"].as_slice(),
            Film::Gif => ["-an"].as_slice(),
        });
        arguments.extend([
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "26",
            "-pix_fmt",
            "yuv420p",
            "-vf",
            FILM_SIZE,
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            "-y",
        ]);
        let name = made.to_str().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
        arguments.push(name);
        self.convert(reader, mime, folder, &[], &arguments, &mut io::sink())?;
        io::copy(&mut std::fs::File::open(&made)?, into)?;
        Ok(())
    }

    /// One picture of a film, as a JPEG of at most 480 pixels a side: the first that is not like all around it.
    pub fn video_frame(&self, reader: &mut dyn ReadSeek, mime: &str, folder: &Path) -> Result<Vec<u8>, FfmpegError> {
        let mut jpeg = Vec::new();
        let frame = [
            "-map",
            "0:v:0",
            "-an",
            "-vf",
            FRAME,
            "-frames:v",
            "1",
            "-c:v",
            "mjpeg",
            "-q:v",
            "4",
            "-f",
            "image2pipe",
            "pipe:1",
        ];
        self.convert(reader, mime, folder, &["-t", "10"], &frame, &mut jpeg)?;
        if jpeg.is_empty() {
            return Err(FfmpegError::Refused("there is no picture in it".to_owned()));
        }
        Ok(jpeg)
    }

    fn convert(
        &self,
        reader: &mut dyn ReadSeek,
        mime: &str,
        folder: &Path,
        before: &[&str],
        after: &[&str],
        into: &mut dyn Write,
    ) -> Result<(), FfmpegError> {
        let format = format_of(mime).ok_or_else(|| FfmpegError::NotConverted(mime.to_owned()))?;
        let scratch;
        let input = if format == "mov" && !mp4::film(reader).is_ok_and(|film| film.is_some_and(|it| it.is_streamable)) {
            scratch = Scratch::new(folder)?;
            let path = scratch.path("given");
            source::rewind(reader)?;
            io::copy(reader, &mut std::fs::File::create_new(&path)?)?;
            Input::File(path)
        } else {
            source::rewind(reader)?;
            Input::Pipe(reader)
        };
        let mut command = Command::new(&self.program);
        // ffmpeg guesses formats, and some of them name other files: it is told the one that was sniffed.
        command
            .args(["-hide_banner", "-nostdin", "-loglevel", "error", "-max_alloc", "268435456", "-threads", "1"])
            .args(["-protocol_whitelist", input.protocol()])
            .args(["-f", format])
            .args(before)
            .arg("-i")
            .arg(input.name())
            .args(["-map_metadata", "-1", "-map_chapters", "-1", "-threads", "1"])
            .args(after)
            .current_dir(folder)
            .env_clear();
        run(command, input, into, self.limit)
    }
}

/// At most 1280 pixels a side, and even numbers of them, as H.264 wants.
const FILM_SIZE: &str = "scale=w='min(1280,iw)':h='min(1280,ih)':force_original_aspect_ratio=decrease,\
     scale=w='max(2,trunc(iw/2)*2)':h='max(2,trunc(ih/2)*2)',setsar=1";

const FRAME: &str = "thumbnail=25,scale=w='min(480,iw)':h='min(480,ih)':force_original_aspect_ratio=decrease";

/// What ffmpeg calls the format of a type.
fn format_of(mime: &str) -> Option<&'static str> {
    Some(match mime {
        "audio/mpeg" => "mp3",
        "audio/aac" => "aac",
        "audio/amr" => "amr",
        "audio/wav" => "wav",
        "audio/flac" => "flac",
        "audio/ogg" | "video/ogg" => "ogg",
        "audio/mp4" | "video/mp4" | "video/3gpp" | "video/quicktime" => "mov",
        "audio/webm" | "video/webm" | "video/x-matroska" => "matroska",
        "video/x-msvideo" => "avi",
        "image/gif" => "gif",
        _ => return None,
    })
}
