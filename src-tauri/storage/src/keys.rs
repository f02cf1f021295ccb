//! Keys that are made of other keys.

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::Secret;
use sha2::Sha256;

/// Tells one master key from another, and nothing about it.
pub(crate) fn fingerprint(master: &Secret<[u8; 32]>) -> String {
    hex::encode(&derive(master, &[b"fingerprint"]).expose()[..8])
}

/// The key of the control plane's file.
pub(crate) fn of_control(master: &Secret<[u8; 32]>) -> Secret<[u8; 32]> {
    derive(master, &[b"portaria.db"])
}

/// HMAC-SHA256 of length-prefixed parts: one key for each purpose, none of which tells the key it was made of.
pub(crate) fn derive(key: &Secret<[u8; 32]>, parts: &[&[u8]]) -> Secret<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        mac.update(part);
    }
    Secret::new(mac.finalize().into_bytes().into())
}
