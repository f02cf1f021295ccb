//! Requests and answers about a file, sealed with a key that grows from the file's.

use wacore::crypto::hkdf_sha256_into;
use wacore_libsignal::crypto::{aes_256_gcm_decrypt, aes_256_gcm_encrypt};

const INFO: &[u8] = b"WhatsApp Media Retry Notification";

/// Seals `plain` for the message `id`.
pub(super) fn seal(media_key: &[u8], id: &str, iv: &[u8; 12], plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::new();
    aes_256_gcm_encrypt(&key(media_key), iv, id.as_bytes(), plain, &mut sealed).expect("a short text can be sealed");
    sealed
}

/// Opens what was sealed for the message `id`; `None` if it was not.
pub(super) fn open(media_key: &[u8], id: &str, iv: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    aes_256_gcm_decrypt(&key(media_key), iv.try_into().ok()?, id.as_bytes(), sealed, &mut plain).ok()?;
    Some(plain)
}

fn key(media_key: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    hkdf_sha256_into(media_key, None, INFO, &mut key).expect("32 bytes can be derived");
    key
}
