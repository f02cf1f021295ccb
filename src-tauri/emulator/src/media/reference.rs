//! What a message says of its file, and how the file is sealed and opened by it.

use sha2::{Digest as _, Sha256};
use wacore::download::DownloadUtils;
use wacore::upload::encrypt_media_with_key_and_sidecar;

use super::MediaKind;
use crate::error::{EmulatorError, Result};

/// Everything that a message says of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaReference {
    /// What the file is.
    pub kind: MediaKind,
    /// The whole address, for clients that do not build it from the path.
    pub url: String,
    /// The path at any media host, with its signature.
    pub direct_path: String,
    /// Opens the file; empty for files that everybody may read.
    pub media_key: Vec<u8>,
    /// When the key was made, in seconds since the epoch.
    pub media_key_at_s: u64,
    /// SHA-256 of the file.
    pub file_sha256: Vec<u8>,
    /// SHA-256 of what the server holds; empty for files that everybody may read.
    pub file_enc_sha256: Vec<u8>,
    /// Bytes of the file before it was sealed.
    pub length: u64,
    /// Lets a player check a film or sound while it loads; audio and video only.
    pub streaming_sidecar: Option<Vec<u8>>,
}

/// Seals a file with a key, and tells everything of it but where it lies.
pub(crate) fn seal(kind: MediaKind, file: &[u8], key: [u8; 32]) -> (Vec<u8>, MediaReference) {
    let plain = MediaReference {
        kind,
        url: String::new(),
        direct_path: String::new(),
        media_key: Vec::new(),
        media_key_at_s: 0,
        file_sha256: Sha256::digest(file).to_vec(),
        file_enc_sha256: Vec::new(),
        length: file.len() as u64,
        streaming_sidecar: None,
    };
    let Some(sealed_as) = kind.sealed_as() else { return (file.to_vec(), plain) };
    let sealed = encrypt_media_with_key_and_sidecar(file, sealed_as, Some(&key), None)
        .expect("a key of 32 bytes seals any file");
    let reference = MediaReference {
        media_key: key.to_vec(),
        file_enc_sha256: sealed.file_enc_sha256.to_vec(),
        streaming_sidecar: sealed.streaming_sidecar,
        ..plain
    };
    (sealed.data_to_upload, reference)
}

/// Opens what was downloaded, and checks that it is what the message says.
pub(crate) fn open(sealed: &[u8], reference: &MediaReference) -> Result<Vec<u8>> {
    let damaged = |what: &'static str| EmulatorError::MediaDamaged(what);
    let file = match reference.kind.sealed_as() {
        Some(_) if Sha256::digest(sealed).as_slice() != reference.file_enc_sha256 => {
            return Err(damaged("the hash of the sealed file"));
        }
        Some(sealed_as) => DownloadUtils::verify_and_decrypt(sealed, &reference.media_key, sealed_as)
            .map_err(|_| damaged("its signature"))?,
        None => sealed.to_vec(),
    };
    if Sha256::digest(&file).as_slice() != reference.file_sha256 {
        return Err(damaged("its hash"));
    }
    if file.len() as u64 != reference.length {
        return Err(damaged("its length"));
    }
    Ok(file)
}
