//! What a file is, and what it goes as unless somebody says otherwise.

use std::io;

use portaria_domain::MediaKind;

use crate::ReadSeek;
use crate::ffmpeg::Ffmpeg;
use crate::mp4::{self, Film};
use crate::picture::{self, Shape};
use crate::sniff::{HEAD_BYTES, sniff};
use crate::{pdf, sound, source};

/// What a file is. What its sender says of it plays no part, except that the name tells kinds of text apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// What its bytes are, such as `image/jpeg`, without parameters; `application/octet-stream` where nobody can tell.
    /// HTML and SVG come out as `text/…`.
    pub mime: &'static str,
    /// What it goes as by default.
    pub kind: MediaKind,
    /// Whether it can go as a voice message as it is: Opus in Ogg.
    pub can_be_voice: bool,
    /// Pixels, as shown: a picture that says that it is turned is turned.
    pub width: Option<u32>,
    /// Pixels, as shown.
    pub height: Option<u32>,
    /// How long a film or sound lasts, in whole seconds, at least one.
    pub duration_s: Option<u32>,
    /// How many pages a PDF has, where that is easily read.
    pub pages: Option<u32>,
    /// Whether a picture moves.
    pub is_animated: bool,
}

/// Looks at the bytes of a file. An error is the reader's own: a damaged file is a document.
pub fn inspect(reader: &mut dyn ReadSeek, file_name: Option<&str>) -> io::Result<Inspected> {
    let head = source::head(reader, HEAD_BYTES)?;
    let mut found = Inspected {
        mime: sniff(&head, file_name),
        kind: MediaKind::Document,
        can_be_voice: false,
        width: None,
        height: None,
        duration_s: None,
        pages: None,
        is_animated: false,
    };
    match found.mime {
        "application/pdf" => found.pages = pdf::pages(reader)?,
        "video/mp4" | "video/3gpp" | "video/quicktime" | "audio/mp4" => {
            if let Some(film) = readable(mp4::film(reader))? {
                look_at_film(&mut found, &film, &head);
                if found.duration_s.is_none() && film.sound.is_some() {
                    // A film in fragments may leave it to who adds them up.
                    found.duration_s = sound::duration_ms(reader, "audio/mp4").map(sound::seconds);
                }
            }
        }
        "audio/ogg" => look_at_ogg(&mut found, &head),
        mime if mime.starts_with("audio/") => found.kind = sound_goes_as(mime),
        mime if mime.starts_with("image/") => {
            if let Some(shape) = picture::shape(reader, mime) {
                look_at_picture(&mut found, &shape, || Ffmpeg::installed().is_some());
            }
        }
        _ => {}
    }
    if found.mime.starts_with("audio/") && found.duration_s.is_none() {
        found.duration_s = sound::duration_ms(reader, found.mime).map(sound::seconds);
    }
    Ok(found)
}

/// A box that ends too early is the file's fault and not the reader's.
fn readable(film: io::Result<Option<Film>>) -> io::Result<Option<Film>> {
    match film {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        other => other,
    }
}

fn look_at_film(found: &mut Inspected, film: &Film, head: &[u8]) {
    found.duration_s = film.duration_ms.map(sound::seconds);
    let Some(picture) = film.picture else {
        if film.sound == Some(*b"mp4a") {
            found.mime = "audio/mp4";
            found.kind = MediaKind::Audio;
        }
        return;
    };
    found.width = Some(picture.width).filter(|width| *width > 0);
    found.height = Some(picture.height).filter(|height| *height > 0);
    found.mime = match head.get(8..11) {
        Some(b"3gp" | b"3g2") => "video/3gpp",
        Some(b"qt ") => "video/quicktime",
        _ => "video/mp4",
    };
    let codes: (&[[u8; 4]], &[[u8; 4]]) = match found.mime {
        "video/mp4" => (&[*b"avc1", *b"avc3"], &[*b"mp4a"]),
        "video/3gpp" => (&[*b"avc1", *b"mp4v", *b"s263"], &[*b"mp4a", *b"samr", *b"sawb"]),
        _ => (&[], &[]),
    };
    // Phones play no other; anything else would arrive as a film that doesn't start.
    if codes.0.contains(&picture.code) && film.sound.is_none_or(|sound| codes.1.contains(&sound)) {
        found.kind = MediaKind::Video;
    }
}

/// The first packet of an Ogg file follows the header of its first page, which is 28 bytes with one packet.
fn look_at_ogg(found: &mut Inspected, head: &[u8]) {
    let first = head.get(28..).unwrap_or_default();
    found.can_be_voice = first.starts_with(b"OpusHead");
    if first.starts_with(b"\x80theora") {
        found.mime = "video/ogg";
    } else if found.can_be_voice || first.starts_with(b"\x01vorbis") {
        found.kind = MediaKind::Audio;
    }
}

fn sound_goes_as(mime: &str) -> MediaKind {
    match mime {
        "audio/mpeg" | "audio/aac" | "audio/amr" => MediaKind::Audio,
        _ => MediaKind::Document,
    }
}

fn look_at_picture(found: &mut Inspected, shape: &Shape, can_convert: impl FnOnce() -> bool) {
    found.width = Some(shape.width);
    found.height = Some(shape.height);
    found.is_animated = shape.is_animated;
    found.kind = match (found.mime, shape.is_animated) {
        _ if !shape.is_within_limits() => MediaKind::Document,
        // A GIF goes as a film that repeats.
        ("image/gif", true) if can_convert() => MediaKind::Gif,
        ("image/jpeg" | "image/png" | "image/webp" | "image/gif", false) => MediaKind::Image,
        _ => MediaKind::Document,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gif_goes_as_one_where_it_can_become_a_film() {
        let kind = |is_animated, can_convert| {
            let shape = Shape { width: 10, height: 10, is_animated };
            let mut found = inspect(&mut io::Cursor::new(b"GIF89a\x01\0\x01\0\0"), None).unwrap();
            look_at_picture(&mut found, &shape, || can_convert);
            found.kind
        };
        assert_eq!(kind(true, true), MediaKind::Gif);
        assert_eq!(
            kind(true, false),
            MediaKind::Document,
            "phones show a GIF that is sent as a picture standing still"
        );
        assert_eq!(kind(false, false), MediaKind::Image);
    }
}
