//! Raws as they lie on disk: behind one byte that says how they are packed.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use portaria_domain::{Raw, RawFormat};
use rusqlite::Row;

use crate::control::unreadable;

const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;

/// Shorter ones do not get smaller.
const WORTH_PACKING_BYTES: usize = 160;
/// A protobuf of WhatsApp's is far smaller; a stored one that grows beyond this is damaged.
const LARGEST_BYTES: u64 = 64 * 1024 * 1024;

/// A stored raw that does not unpack.
#[derive(Debug, thiserror::Error)]
#[error("a stored raw does not unpack")]
struct Unpackable;

/// The columns `raw_format` and `raw`.
pub(super) fn pack(raw: Option<&Raw>) -> (Option<&'static str>, Option<Vec<u8>>) {
    raw.map_or((None, None), |raw| (Some(word(raw.format)), Some(packed(&raw.bytes))))
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() >= WORTH_PACKING_BYTES {
        let mut encoder = DeflateEncoder::new(vec![DEFLATED], Compression::fast());
        if encoder.write_all(bytes).is_ok()
            && let Ok(deflated) = encoder.finish()
            && deflated.len() <= bytes.len()
        {
            return deflated;
        }
    }
    let mut plain = Vec::with_capacity(bytes.len() + 1);
    plain.push(PLAIN);
    plain.extend_from_slice(bytes);
    plain
}

/// Reads the columns `raw_format` and `raw` of a row.
pub(super) fn unpack(row: &Row<'_>) -> rusqlite::Result<Option<Raw>> {
    let (format, stored): (Option<String>, Option<Vec<u8>>) = (row.get("raw_format")?, row.get("raw")?);
    let (Some(format), Some(stored)) = (format, stored) else { return Ok(None) };
    let format = [RawFormat::Message, RawFormat::WebMessageInfo].into_iter().find(|known| word(*known) == format);
    let bytes = unpacked(&stored);
    match (format, bytes) {
        (Some(format), Some(bytes)) => Ok(Some(Raw { format, bytes })),
        _ => Err(unreadable("raw", Unpackable)),
    }
}

fn unpacked(stored: &[u8]) -> Option<Vec<u8>> {
    match stored.split_first()? {
        (&PLAIN, bytes) => Some(bytes.to_vec()),
        (&DEFLATED, bytes) => {
            let mut unpacked = Vec::new();
            DeflateDecoder::new(bytes).take(LARGEST_BYTES).read_to_end(&mut unpacked).ok()?;
            Some(unpacked)
        }
        _ => None,
    }
}

const fn word(format: RawFormat) -> &'static str {
    match format {
        RawFormat::Message => "message",
        RawFormat::WebMessageInfo => "web_message_info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_raw_unpacks_as_it_was(bytes in prop::collection::vec(any::<u8>(), 0..2_000), repeats in 1..4_usize) {
            let bytes = bytes.repeat(repeats);
            prop_assert_eq!(unpacked(&packed(&bytes)), Some(bytes));
        }

        #[test]
        fn nothing_that_is_stored_panics(stored in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpacked(&stored);
        }
    }
}
