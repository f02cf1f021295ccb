//! What type a file is, by its first bytes. Its name only chooses between types of text.

use infer::MatcherType;

/// How many of the first bytes are looked at.
pub(crate) const HEAD_BYTES: u64 = 8 * 1024;

/// What nobody can tell.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// The type of a file that begins with `head`.
///
/// Text never comes out as a picture: what a browser could run (HTML, SVG) is called text.
pub(crate) fn sniff(head: &[u8], file_name: Option<&str>) -> &'static str {
    let known = infer::get(head);
    if is_text(head) && !known.is_some_and(|known| is_written_in_letters(known.mime_type())) {
        return text(head, file_name);
    }
    match known {
        Some(known) if known.matcher_type() == MatcherType::Text => text(head, file_name),
        Some(known) => usual(known.mime_type()),
        // A brand that `infer` doesn't know; what is in it is looked at later.
        None if head.get(4..8) == Some(b"ftyp") => "video/mp4",
        None if is_older_text(head) => text(head, file_name),
        None => UNKNOWN,
    }
}

/// One name for a type that has several.
fn usual(mime: &'static str) -> &'static str {
    match mime {
        "audio/m4a" => "audio/mp4",
        "audio/opus" => "audio/ogg",
        "audio/x-flac" => "audio/flac",
        "audio/x-wav" => "audio/wav",
        "audio/x-aiff" => "audio/aiff",
        "video/x-m4v" => "video/mp4",
        other => other,
    }
}

/// Formats that are not meant to be read, though they are made of letters.
fn is_written_in_letters(mime: &str) -> bool {
    matches!(mime, "application/pdf" | "application/rtf" | "application/postscript" | "application/x-x509-ca-cert")
}

/// Whether it is UTF-8, or UTF-16 with its mark, without the bytes that no text has.
fn is_text(head: &[u8]) -> bool {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return head.len() > 2 && head.len().is_multiple_of(2);
    }
    let whole = match std::str::from_utf8(head) {
        Ok(_) => head,
        // The last letter was cut off with the head.
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        Err(_) => return false,
    };
    !whole.is_empty() && !whole.iter().any(|&byte| is_control(byte))
}

/// Whether it may be Latin-1, as spreadsheets still write it.
fn is_older_text(head: &[u8]) -> bool {
    let letters = head.iter().filter(|byte| byte.is_ascii_graphic() || **byte == b' ').count();
    !head.iter().any(|&byte| is_control(byte)) && letters * 4 >= head.len() * 3 && !head.is_empty()
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || byte == 0x7f
}

fn text(head: &[u8], file_name: Option<&str>) -> &'static str {
    let lower: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let has = |word: &[u8]| lower.windows(word.len()).any(|part| part == word);
    if infer::text::is_html(head) || has(b"<html") || has(b"<!doctype html") || has(b"<script") {
        return "text/html";
    }
    if infer::text::is_xml(head) || has(b"<svg") {
        return "text/xml";
    }
    let ending = file_name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => "text/csv",
        Some("vcf") => "text/vcard",
        Some("ics") => "text/calendar",
        Some("json") => "application/json",
        _ => "text/plain",
    }
}
