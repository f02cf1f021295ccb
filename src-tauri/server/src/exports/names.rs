//! What files of messages are called in an archive: their senders chose their names, and every system opens it.

use portaria_domain::{UnixMs, is_invisible};
use portaria_storage::BlobName;

use super::dated;

/// The longest part of a sender's name that is taken, in characters.
const LONGEST: usize = 60;
/// What a file of most systems may be called at most, in bytes.
const LONGEST_BYTES: usize = 255;
/// What stands before a sender's name, in bytes: `2026-11-30-0123456789abcdef-`.
const BEFORE_BYTES: usize = 28;
/// How many digits of a file's SHA-256 tell it from others of its day and name.
const DIGITS: usize = 16;

/// The path of a file: its day, digits of its SHA-256, and its own name as far as that is harmless, so that it names no
/// other folder, no device of Windows, and shows nothing else than it is. Where it has none, the ending says its kind.
pub(super) fn path(blob: BlobName, name: Option<&str>, mime: &str, at: UnixMs) -> String {
    let (day, hash) = (dated::day(at), blob.to_string());
    let hash = &hash[..DIGITS];
    let name = harmless(name.unwrap_or_default());
    if name.is_empty() { format!("media/{day}-{hash}.{}", ending(mime)) } else { format!("media/{day}-{hash}-{name}") }
}

fn harmless(name: &str) -> String {
    let is_taken = |c: &char| !c.is_control() && !is_invisible(*c) && !matches!(c, '\u{2028}' | '\u{2029}');
    let plain = |c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let name: String = name.chars().filter(is_taken).map(plain).collect();
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    // The ending says what it is, so that is what stays of a long one.
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let room = LONGEST_BYTES - BEFORE_BYTES - ending.len();
    let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST).take_while(|end| *end <= room).last();
    // What Windows takes off an end stands at none.
    let stem = stem[..end.unwrap_or(0)].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    format!("{stem}{ending}")
}

/// What a file of a kind ends with.
fn ending(mime: &str) -> &'static str {
    match mime.split(';').next().unwrap_or_default().trim() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "video/mp4" => "mp4",
        "video/3gpp" => "3gp",
        "video/quicktime" => "mov",
        "video/webm" => "webm",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/mp4" | "audio/m4a" | "audio/x-m4a" => "m4a",
        "audio/aac" => "aac",
        "audio/wav" | "audio/x-wav" => "wav",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "text/plain" => "txt",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const AT: UnixMs = UnixMs(1_800_000_000_000);
    const BEGINS: &str = "media/2027-01-15-abababababababab";

    fn of(name: &str) -> String {
        path(BlobName::of([0xAB; 32]), Some(name), "application/pdf", AT)
    }

    #[test]
    fn a_senders_name_leads_nowhere_and_shows_what_it_is() {
        for (name, rest) in [
            ("nota fiscal.pdf", "-nota fiscal.pdf"),
            ("../../etc/passwd", "-_.._etc_passwd"),
            ("..\\..\\Windows\\system32.dll", "-_.._Windows_system32.dll"),
            ("C:\\x.txt", "-C__x.txt"),
            ("foto\u{202E}gpj.exe", "-fotogpj.exe"),
            ("CON", "-CON"),
            ("=cmd|' /C calc'!A0", "-=cmd_' _C calc'!A0"),
            ("a\r\nb\u{0}.txt", "-ab.txt"),
            ("x. . .", "-x"),
            ("\u{200B}", ".pdf"),
            ("...", ".pdf"),
            ("", ".pdf"),
        ] {
            assert_eq!(of(name), format!("{BEGINS}{rest}"), "{name:?}");
        }
        let long = of(&format!("{}.pdf", "ã".repeat(500)));
        assert_eq!(long, format!("{BEGINS}-{}.pdf", "ã".repeat(LONGEST)));
        let cut = of(&format!("{}. .{}", "a".repeat(LONGEST - 3), "b".repeat(40)));
        assert_eq!(cut, format!("{BEGINS}-{}", "a".repeat(LONGEST - 3)), "no dot stands at its end");
        let wide = of(&format!("{}.{}", "\u{1F35E}".repeat(90), "\u{1F35E}".repeat(10)));
        let called = wide.strip_prefix("media/").unwrap();
        assert!(called.len() <= LONGEST_BYTES && called.len() > LONGEST_BYTES - 4, "{} bytes", called.len());
    }

    #[test]
    fn what_has_no_name_is_called_by_its_kind() {
        assert_eq!(path(BlobName::of([0xAB; 32]), None, "image/jpeg", AT), format!("{BEGINS}.jpg"));
        assert_eq!(path(BlobName::of([0xAB; 32]), None, "", AT), format!("{BEGINS}.bin"));
    }
}
