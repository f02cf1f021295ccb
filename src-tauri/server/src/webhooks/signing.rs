//! Signatures as Standard Webhooks has them (standardwebhooks.com): HMAC-SHA-256 over id, time and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::Secret;
use sha2::Sha256;

/// How a secret begins.
const PREFIX: &str = "whsec_";
/// How many random bytes a secret has; the standard asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// A new secret, as receivers enter it.
pub(crate) fn new_secret() -> Secret<String> {
    let bytes: [u8; SECRET_BYTES] = rand::random();
    Secret::new(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// The value of `webhook-signature`: one signature for each secret that holds, so that receivers may change theirs at
/// any time in between.
pub(super) fn sign<'a>(
    secrets: impl Iterator<Item = &'a Secret<String>>,
    id: &str,
    timestamp_s: i64,
    body: &[u8],
) -> String {
    let signature = |secret: &Secret<String>| {
        let text = secret.expose();
        let key = STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text)).unwrap_or_default();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
        mac.update(format!("{id}.{timestamp_s}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    };
    secrets.map(signature).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_signature_is_the_standards() {
        // The example that the standard's own libraries are tested by.
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let signed =
            sign([&secret].into_iter(), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn each_secret_signs_and_no_two_are_alike() {
        let secrets = [new_secret(), new_secret()];
        assert_ne!(secrets[0], secrets[1]);
        let signed = sign(secrets.iter(), "a", 1, b"{}");
        assert_eq!(signed.split(' ').filter(|one| one.starts_with("v1,")).count(), 2);
        let wrong = sign(secrets.iter(), "b", 1, b"{}");
        assert_ne!(signed, wrong, "the id is signed, too");
    }
}
