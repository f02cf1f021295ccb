//! Random secrets: how they are made, written, hashed and compared.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::Secret;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How many characters 32 bytes have, written out.
pub(crate) const LENGTH: usize = 43;

/// 256 random bits: nobody guesses them, so a fast hash of them is enough on disk.
pub(crate) fn random() -> Secret<[u8; 32]> {
    Secret::new(rand::random())
}

/// The secret as it is written: 43 letters, digits, `-` and `_`.
pub(crate) fn encode(bytes: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`encode`] wrote, and nothing else.
pub(crate) fn decode(text: &str) -> Option<Secret<[u8; 32]>> {
    if text.len() != LENGTH {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Secret::new)
}

/// What is kept of a secret.
pub(crate) fn digest(secret: &Secret<[u8; 32]>) -> [u8; 32] {
    Sha256::digest(secret.expose()).into()
}

/// Compares without telling by the time how much was right.
pub(crate) fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_secret_reads_back_and_has_one_spelling() {
        let secret = random();
        let text = encode(secret.expose());
        assert_eq!(decode(&text).unwrap(), secret);
        for bad in ["", "short", &text[1..], &format!("{text}="), &format!("{}+", &text[1..])] {
            assert!(decode(bad).is_none(), "{bad:?} was taken");
        }
    }
}
