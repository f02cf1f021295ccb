//! How a file is handed to a browser.

use crate::sniff::UNKNOWN;

/// How a file is handed to a browser. Beside it goes `X-Content-Type-Options: nosniff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// What to write as its `Content-Type`.
    pub content_type: &'static str,
    /// Whether it is a download, whatever was asked for: `Content-Disposition: attachment`.
    pub is_attachment: bool,
}

/// What browsers show or play and cannot run.
const SHOWN: [&str; 22] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/avif",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/ogg",
    "audio/amr",
    "audio/wav",
    "audio/flac",
    "audio/webm",
    "audio/aiff",
    "audio/3gpp",
    "video/mp4",
    "video/3gpp",
    "video/webm",
    "video/ogg",
    "video/quicktime",
    "video/mpeg",
    "video/x-matroska",
];

/// What is only ever a download, and keeps its type: the program that opens it asks for it.
const DOWNLOADED: [&str; 20] = [
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/rtf",
    "application/json",
    "application/epub+zip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "image/heif",
    "image/tiff",
    "image/bmp",
];

/// Containers whose first bytes don't tell what is in them.
const CONTAINERS: [&str; 3] = ["application/zip", "application/x-ole-storage", UNKNOWN];

/// Whether a browser may show it in place: pictures of pixels, sound and film. Takes a type with or without parameters.
pub fn may_be_shown(mime: &str) -> bool {
    find(&SHOWN, mime).is_some()
}

/// How a file is served whose bytes are `sniffed`; `declared` is its sender's word.
///
/// The sender is believed only where the bytes don't tell, and only for types that are downloads.
pub fn served_type(sniffed: &str, declared: &str) -> Served {
    if let Some(content_type) = find(&SHOWN, sniffed) {
        return Served { content_type, is_attachment: false };
    }
    let attachment = |content_type| Served { content_type, is_attachment: true };
    if sniffed.starts_with("text/") {
        return attachment("text/plain");
    }
    let unclear = sniffed.is_empty() || find(&CONTAINERS, sniffed).is_some();
    let declared = if unclear { find(&DOWNLOADED, declared) } else { None };
    attachment(declared.or_else(|| find(&DOWNLOADED, sniffed)).unwrap_or(UNKNOWN))
}

fn find(types: &[&'static str], mime: &str) -> Option<&'static str> {
    let essence = mime.split(';').next().unwrap_or_default().trim();
    types.iter().copied().find(|known| known.eq_ignore_ascii_case(essence))
}
