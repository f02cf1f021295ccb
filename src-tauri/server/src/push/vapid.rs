//! How this installation proves to push services who it is (RFC 8292).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::{Secret, UnixMs};
use serde::Serialize;
use url::Url;
use web_push_native::p256::SecretKey;
use web_push_native::p256::ecdsa::signature::Signer as _;
use web_push_native::p256::ecdsa::{Signature, SigningKey};

/// For how long a proof holds from the beginning of the hour in which it is made; services take 24 hours at most.
const HOLDS_FOR_S: i64 = 12 * HOUR_S;
const HOUR_S: i64 = 60 * 60;

/// The key of this installation.
pub(super) struct VapidKey {
    signing: SigningKey,
    public: String,
}

/// What a proof says.
#[derive(Serialize)]
struct Claims<'a> {
    /// For whom it is: the origin of the push service.
    aud: &'a str,
    /// Until when it holds, in seconds since 1970.
    exp: i64,
    /// Whom the service may ask about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
}

impl VapidKey {
    /// A new key's bytes.
    pub(super) fn random() -> Secret<[u8; 32]> {
        loop {
            let bytes: [u8; 32] = rand::random();
            // One in four thousand million is none.
            if SecretKey::from_slice(&bytes).is_ok() {
                return Secret::new(bytes);
            }
        }
    }

    /// `None`: these bytes are no key.
    pub(super) fn new(bytes: &Secret<[u8; 32]>) -> Option<Self> {
        let signing = SigningKey::from_slice(bytes.expose()).ok()?;
        let public = URL_SAFE_NO_PAD.encode(signing.verifying_key().to_encoded_point(false));
        Some(Self { signing, public })
    }

    /// The public half, as browsers take it: an uncompressed point in base64url.
    pub(super) fn public(&self) -> &str {
        &self.public
    }

    /// The value of `Authorization` for a push service. `contact` is this installation's public address, where it has one.
    /// Within an hour it stays the same, for services that mind ever new ones.
    pub(super) fn authorization(&self, endpoint: &Url, contact: Option<&str>, now: UnixMs) -> String {
        let hour_s = now.0.div_euclid(1_000).div_euclid(HOUR_S) * HOUR_S;
        let audience = endpoint.origin().ascii_serialization();
        let claims = Claims { aud: &audience, exp: hour_s + HOLDS_FOR_S, sub: contact };
        let claims = serde_json::to_vec(&claims).expect("texts and numbers become JSON");
        let head = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature: Signature = self.signing.sign(signed.as_bytes());
        format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.to_bytes()), self.public)
    }
}
