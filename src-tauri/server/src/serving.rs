//! A stored file as an answer: in parts where a part is asked for, and only what browsers show and cannot run in place.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use http_range_header::parse_range_header;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use portaria_media::{Served, served_type};
use portaria_sessions::OpenMedia;
use portaria_storage::BlobReader;

/// How much is read at a time: two chunks of the sealed file.
const PIECE_BYTES: usize = 128 * 1024;
/// What stands in the name of a file as something else: RFC 8187.
const WRITTEN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
/// What may run, load or reach nothing, should a browser take it for a page after all.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'");

/// Something that can be read in parts, and how it is to be answered with.
pub(crate) struct Whole {
    /// By which its bytes are known, in quotation marks.
    pub tag: String,
    /// How long it is.
    pub size_bytes: u64,
    /// What it is.
    pub content_type: &'static str,
    /// Whether it is to be saved, and not to be shown in place.
    pub is_attachment: bool,
    /// What it is called.
    pub file_name: Option<String>,
}

/// Answers with a file. `is_download`: whatever it is, it is to be saved.
pub(crate) fn answer(headers: &HeaderMap, media: OpenMedia, is_download: bool) -> Response {
    let OpenMedia { blob, mime, declared_mime, file_name, reader } = media;
    let Served { content_type, is_attachment } = served_type(&mime, &declared_mime);
    let whole = Whole {
        tag: format!("\"{blob}\""),
        size_bytes: reader.size_bytes(),
        content_type,
        is_attachment: is_download || is_attachment,
        file_name,
    };
    in_parts(headers, whole, |from, bytes| body(reader, from, bytes))
}

/// Answers with something, or with the part that is asked for. `body` gives so many bytes of it, from a place on.
pub(crate) fn in_parts(headers: &HeaderMap, whole: Whole, body: impl FnOnce(u64, u64) -> Body) -> Response {
    let Whole { tag, size_bytes, content_type, is_attachment, file_name } = whole;
    let named = names(headers, &tag);
    let mut answer = if named {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match part(headers, &tag, size_bytes) {
            Part::Whole => with_length(StatusCode::OK, body(0, size_bytes), size_bytes),
            Part::From(first, last) => {
                let length = last - first + 1;
                let mut answer = with_length(StatusCode::PARTIAL_CONTENT, body(first, length), length);
                set(&mut answer, header::CONTENT_RANGE, format!("bytes {first}-{last}/{size_bytes}"));
                answer
            }
            Part::Outside => {
                let mut answer = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
                set(&mut answer, header::CONTENT_RANGE, format!("bytes */{size_bytes}"));
                answer
            }
        }
    };
    let place = if is_attachment { "attachment" } else { "inline" };
    set(&mut answer, header::CONTENT_DISPOSITION, disposition(place, file_name.as_deref()));
    set(&mut answer, header::ETAG, tag);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // The bytes of an id never change; who may see them is asked each time all the same.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    answer
}

/// Which part is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// The first and the last byte.
    From(u64, u64),
    Outside,
}

fn part(headers: &HeaderMap, tag: &str, size_bytes: u64) -> Part {
    let Some(range) = headers.get(header::RANGE).and_then(|range| range.to_str().ok()) else { return Part::Whole };
    // A part of another file than the asker has the beginning of is no use to it.
    if headers.get(header::IF_RANGE).is_some_and(|known| known.as_bytes() != tag.as_bytes()) {
        return Part::Whole;
    }
    let Ok(ranges) = parse_range_header(range) else { return Part::Whole };
    match ranges.validate(size_bytes) {
        Ok(ranges) if ranges.len() == 1 => Part::From(*ranges[0].start(), *ranges[0].end()),
        // Several parts at once are no use to anybody who plays a film.
        Ok(_) => Part::Whole,
        Err(_) => Part::Outside,
    }
}

/// Whether the asker has the file already.
fn names(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    known.is_some_and(|known| {
        known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*")
    })
}

fn with_length(status: StatusCode, body: Body, length: u64) -> Response {
    let mut answer = (status, body).into_response();
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    answer
}

fn body(reader: BlobReader, from: u64, length: u64) -> Body {
    let pieces = stream::try_unfold((reader, from, length), |(reader, at, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        // No thread waits for a slow reader: each piece is read when it is wanted.
        let (reader, piece) =
            tokio::task::spawn_blocking(move || read(reader, at, left)).await.map_err(io::Error::other)??;
        let read = piece.len() as u64;
        Ok::<_, io::Error>(Some((piece, (reader, at + read, left - read))))
    });
    Body::from_stream(pieces)
}

/// Reads what comes next of so many bytes, from a place on. Blocks.
pub(crate) fn read(mut reader: BlobReader, at: u64, left: u64) -> io::Result<(BlobReader, Bytes)> {
    let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE_BYTES).min(PIECE_BYTES)];
    reader.seek(SeekFrom::Start(at))?;
    reader.read_exact(&mut piece)?;
    Ok((reader, piece.into()))
}

/// A name is for people: it is written in the form that takes any letter, and never without it.
fn disposition(place: &str, name: Option<&str>) -> String {
    let name: String = name.unwrap_or_default().chars().filter(|letter| !is_hidden(*letter)).take(200).collect();
    if name.trim().is_empty() {
        return place.to_owned();
    }
    format!("{place}; filename*=UTF-8''{}", utf8_percent_encode(name.trim(), WRITTEN))
}

/// What would make a name look like another one, or like a path.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '/' | '\\') || portaria_domain::is_invisible(letter)
}

fn set(answer: &mut Response, name: header::HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        answer.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_part_is_given_several_are_not_and_what_lies_outside_is_said() {
        for (range, expected) in [
            (None, Part::Whole),
            (Some("bytes=0-9"), Part::From(0, 9)),
            (Some("bytes=90-"), Part::From(90, 99)),
            (Some("bytes=-10"), Part::From(90, 99)),
            (Some("bytes=0-9,20-29"), Part::Whole),
            (Some("bytes=100-"), Part::Outside),
            (Some("pages=1"), Part::Whole),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(range) = range {
                headers.insert(header::RANGE, range.parse().unwrap());
            }
            assert_eq!(part(&headers, "\"a\"", 100), expected, "{range:?}");
            headers.insert(header::IF_RANGE, "\"b\"".parse().unwrap());
            assert_eq!(part(&headers, "\"a\"", 100), Part::Whole, "of another file: {range:?}");
        }
    }

    #[test]
    fn a_name_says_what_it_is_and_nothing_else() {
        for (name, expected) in [
            (Some("nota fiscal.pdf"), "attachment; filename*=UTF-8''nota%20fiscal.pdf"),
            (Some("../../orçamento\".html\r\nX: 1"), "attachment; filename*=UTF-8''....or%C3%A7amento%22.htmlX%3A%201"),
            (Some("foto\u{202E}gpj.exe"), "attachment; filename*=UTF-8''fotogpj.exe"),
            (Some("\u{200B}"), "attachment"),
            (None, "attachment"),
        ] {
            assert_eq!(disposition("attachment", name), expected);
        }
    }
}
