//! The form of a ZIP archive (APPNOTE 6.3.10), as every system opens it: headers, and the list at its end.
//!
//! No library's: those write a file from its beginning to its end, and this one lies in pieces, some of which are messages'
//! own files, and is gone on with after a kill. What is written here is read by others in the tests.

use chrono::{DateTime, Datelike as _, Timelike as _};
use portaria_domain::UnixMs;
use portaria_storage::ExportEntry;

/// Where a number has no room in its own field, it stands in the field for larger ones.
const ELSEWHERE_32: u32 = u32::MAX;
const ELSEWHERE_16: u16 = u16::MAX;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// A file for whom it belongs to alone, and made on a system that has such files.
const MODE: u32 = 0o100_600 << 16;
const MADE_ON_UNIX: u16 = 3 << 8;
const PLAIN_VERSION: u16 = 20;
const LARGE_VERSION: u16 = 45;
/// Of the field for larger numbers.
const LARGE_FIELD: u16 = 1;

/// What stands before what an entry holds; nothing before the archive's own list.
pub(super) fn header(entry: &ExportEntry) -> Vec<u8> {
    if entry.path.is_empty() {
        return Vec::new();
    }
    let large = [entry.size_bytes, entry.blob.size_bytes].iter().any(|size| *size >= u64::from(ELSEWHERE_32));
    let mut header = Bytes::with(0x0403_4B50);
    header.u16(if large { LARGE_VERSION } else { PLAIN_VERSION });
    common(entry, &mut header);
    let size = |size| if large { ELSEWHERE_32 } else { low(size) };
    header.u32(size(entry.blob.size_bytes));
    header.u32(size(entry.size_bytes));
    header.u16(length(&entry.path));
    header.u16(if large { 20 } else { 0 });
    header.text(&entry.path);
    if large {
        header.u16(LARGE_FIELD);
        header.u16(16);
        header.u64(entry.size_bytes);
        header.u64(entry.blob.size_bytes);
    }
    header.0
}

/// What stands of an entry in the archive's list.
pub(super) fn record(entry: &ExportEntry) -> Vec<u8> {
    let mut large = Bytes::default();
    let mut fit = |number: u64| {
        if number >= u64::from(ELSEWHERE_32) {
            large.u64(number);
            ELSEWHERE_32
        } else {
            low(number)
        }
    };
    // In the order that the field for larger numbers has.
    let (size, packed, starts_at) = (fit(entry.size_bytes), fit(entry.blob.size_bytes), fit(entry.starts_at));
    let large = large.0;
    let version = if large.is_empty() { PLAIN_VERSION } else { LARGE_VERSION };
    let mut record = Bytes::with(0x0201_4B50);
    record.u16(MADE_ON_UNIX | version);
    record.u16(version);
    common(entry, &mut record);
    record.u32(packed);
    record.u32(size);
    record.u16(length(&entry.path));
    record.u16(if large.is_empty() { 0 } else { 4 + u16::try_from(large.len()).unwrap_or(0) });
    record.u16(0); // of no comment
    record.u16(0); // on the first disk
    record.u16(0); // whose bytes are no text
    record.u32(MODE);
    record.u32(starts_at);
    record.text(&entry.path);
    if !large.is_empty() {
        record.u16(LARGE_FIELD);
        record.u16(u16::try_from(large.len()).unwrap_or(0));
        record.0.extend(large);
    }
    record.0
}

/// What ends an archive: how many entries its list has, where it begins and how long it is, in bytes.
pub(super) fn end(entries: u64, list_at: u64, list_bytes: u64) -> Vec<u8> {
    let mut end = Bytes::default();
    let is_large = entries >= u64::from(ELSEWHERE_16) || list_at.max(list_bytes) >= u64::from(ELSEWHERE_32);
    if is_large {
        end.u32(0x0606_4B50);
        end.u64(44); // what follows of this record
        end.u16(MADE_ON_UNIX | LARGE_VERSION);
        end.u16(LARGE_VERSION);
        end.u32(0);
        end.u32(0);
        end.u64(entries);
        end.u64(entries);
        end.u64(list_bytes);
        end.u64(list_at);
        end.u32(0x0706_4B50);
        end.u32(0);
        end.u64(list_at + list_bytes);
        end.u32(1);
    }
    let few = if is_large { ELSEWHERE_16 } else { u16::try_from(entries).unwrap_or(ELSEWHERE_16) };
    let fit = |number: u64| if is_large { ELSEWHERE_32 } else { low(number) };
    end.u32(0x0605_4B50);
    end.u16(0);
    end.u16(0);
    end.u16(few);
    end.u16(few);
    end.u32(fit(list_bytes));
    end.u32(fit(list_at));
    end.u16(0);
    end.0
}

/// What header and record have in common, up to the sizes.
fn common(entry: &ExportEntry, into: &mut Bytes) {
    into.u16(FLAGS);
    into.u16(if entry.is_packed { 8 } else { 0 });
    let (time, date) = moment(entry.at);
    into.u16(time);
    into.u16(date);
    into.u32(entry.crc32);
}

/// A moment in UTC as the format has it: in steps of two seconds, from 1980 on.
fn moment(at: UnixMs) -> (u16, u16) {
    let at = DateTime::from_timestamp_millis(at.0).unwrap_or_default().naive_utc();
    let years = (at.year() - 1980).clamp(0, 127);
    let time = (at.hour() << 11) | (at.minute() << 5) | (at.second() / 2);
    let date = (years.unsigned_abs() << 9) | (at.month() << 5) | at.day();
    (u16::try_from(time).unwrap_or(0), u16::try_from(date).unwrap_or(0))
}

fn low(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE_32)
}

fn length(path: &str) -> u16 {
    u16::try_from(path.len()).unwrap_or(ELSEWHERE_16)
}

/// Numbers as the format has them: the least significant byte first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn with(signature: u32) -> Self {
        Self(signature.to_le_bytes().to_vec())
    }

    fn u16(&mut self, number: u16) {
        self.0.extend(number.to_le_bytes());
    }

    fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn u64(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{Cursor, Read as _, Write as _};

    use flate2::write::DeflateEncoder;
    use flate2::{Compression, Crc};
    use portaria_storage::{Blob, BlobName};
    use zip::ZipArchive;

    use super::*;

    fn entry(path: &str, text: &[u8], is_packed: bool, starts_at: u64) -> (ExportEntry, Vec<u8>) {
        let mut crc = Crc::new();
        crc.update(text);
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(text).unwrap();
        let data = if is_packed { deflate.finish().unwrap() } else { text.to_vec() };
        let mut entry = ExportEntry {
            path: path.to_owned(),
            starts_at,
            data_at: 0,
            blob: Blob { name: BlobName::of([0; 32]), size_bytes: data.len() as u64 },
            is_packed,
            size_bytes: text.len() as u64,
            crc32: crc.sum(),
            sha256: [0; 32],
            at: UnixMs(1_800_000_001_000),
        };
        entry.data_at = starts_at + header(&entry).len() as u64;
        (entry, data)
    }

    fn archive(files: &[(&str, &[u8], bool)]) -> Vec<u8> {
        let (mut archive, mut list) = (Vec::new(), Vec::new());
        for (path, text, is_packed) in files {
            let (entry, data) = entry(path, text, *is_packed, archive.len() as u64);
            archive.extend(header(&entry));
            archive.extend(data);
            list.extend(record(&entry));
        }
        let (list_at, list_bytes) = (archive.len() as u64, list.len() as u64);
        archive.extend(list);
        archive.extend(end(files.len() as u64, list_at, list_bytes));
        archive
    }

    #[test]
    fn somebody_elses_reader_finds_every_file_as_it_was() {
        let words = "pão com açúcar\n".repeat(5_000);
        let files: [(&str, &[u8], bool); 4] = [
            ("README.txt", b"oi", true),
            ("messages/1.ndjson", words.as_bytes(), true),
            ("media/2026-11-30-or\u{e7}amento \u{1f600}.pdf", b"%PDF", false),
            ("media/empty", b"", false),
        ];
        let bytes = archive(&files);
        let mut read = ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(read.len(), files.len());
        for (path, text, _) in files {
            let mut file = read.by_name(path).unwrap();
            assert_eq!(file.unix_mode(), Some(0o100_600), "for its owner alone");
            let mut found = Vec::new();
            file.read_to_end(&mut found).unwrap(); // which also checks its CRC-32
            assert_eq!(found, text, "{path}");
        }
    }

    #[test]
    fn more_entries_than_a_short_number_counts_are_all_found() {
        let names: Vec<String> = (0..70_000).map(|number| format!("media/{number}")).collect();
        let files: Vec<(&str, &[u8], bool)> = names.iter().map(|name| (name.as_str(), &b"x"[..], false)).collect();
        let read = ZipArchive::new(Cursor::new(archive(&files))).unwrap();
        assert_eq!(read.len(), 70_000);
    }

    #[test]
    fn numbers_beyond_four_gibibytes_stand_in_their_field() {
        let (mut large, _) = entry("film", b"x", false, 5 << 30);
        (large.size_bytes, large.blob.size_bytes) = (6 << 30, 6 << 30);
        let record = record(&large);
        let field: Vec<u64> =
            record[46 + 4 + 4..].chunks(8).map(|n| u64::from_le_bytes(n.try_into().unwrap())).collect();
        assert_eq!(field, [6 << 30, 6 << 30, 5 << 30]);
        let header = header(&large);
        assert_eq!(header.len(), 30 + 4 + 20);
        let end = end(1, 5 << 30, 60);
        assert_eq!(end.len(), 56 + 20 + 22);
        assert_eq!(u64::from_le_bytes(end[48..56].try_into().unwrap()), 5 << 30);
    }
}
