//! The name of a file.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// SHA-256 of what the server holds: the name of a file.
pub(crate) type FileHash = [u8; 32];

/// The hash that a token spells: base64 in the URL's alphabet, padded or not.
pub(super) fn file_hash(token: &str) -> Option<FileHash> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
    engine.decode(token.replace("%3D", "=")).ok()?.try_into().ok()
}
