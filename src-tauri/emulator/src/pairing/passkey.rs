//! A passkey of the account's owner, and the authenticator that holds it: `WebAuthn` with Ed25519 (COSE -8).
//!
//! On a real phone the key lives in the system's vault. Here it is part of the network, so that a test can let the
//! owner's authenticator answer, and the server check the answer as strictly as a real one does.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::RngExt as _;
use rand::rngs::StdRng;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::error::{EmulatorError, Result};

/// Whom the passkey is for.
const RP_ID: &str = "web.whatsapp.com";
const ORIGIN: &str = "https://web.whatsapp.com";
/// The owner is present, and was recognised.
const PRESENT_AND_VERIFIED: u8 = 0x05;

/// A passkey with its private half; clones are the same key.
#[derive(Clone)]
pub struct Passkey {
    credential_id: [u8; 16],
    seed: [u8; 32],
}

/// What an authenticator answers to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyAnswer {
    /// Names the passkey, in bytes.
    pub credential_id: Vec<u8>,
    /// The assertion in `WebAuthn`'s JSON.
    pub assertion_json: String,
}

impl Passkey {
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        Self { credential_id: rng.random(), seed: rng.random() }
    }

    fn key(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&self.seed).expect("32 bytes are a seed")
    }

    /// The options that a server sends along with `challenge`.
    pub(super) fn request(&self, challenge: &[u8]) -> String {
        json!({
            "challenge": BASE64_URL_SAFE_NO_PAD.encode(challenge),
            "rpId": RP_ID,
            "timeout": 60_000,
            "userVerification": "required",
            "allowCredentials": [{
                "type": "public-key",
                "id": BASE64_URL_SAFE_NO_PAD.encode(self.credential_id),
            }],
        })
        .to_string()
    }

    /// The owner approves the request, as with a finger on the sensor.
    ///
    /// # Errors
    ///
    /// [`EmulatorError::NotAPasskeyRequest`] if the options are not for this passkey.
    pub fn answer(&self, options_json: &str) -> Result<PasskeyAnswer> {
        let options: Value = serde_json::from_str(options_json).map_err(|_| EmulatorError::NotAPasskeyRequest)?;
        let challenge = options["challenge"].as_str().ok_or(EmulatorError::NotAPasskeyRequest)?;
        let client_data =
            json!({ "type": "webauthn.get", "challenge": challenge, "origin": ORIGIN, "crossOrigin": false })
                .to_string();
        let authenticator = [&Sha256::digest(RP_ID)[..], &[PRESENT_AND_VERIFIED], &1_u32.to_be_bytes()].concat();
        let signed = [&authenticator[..], &Sha256::digest(client_data.as_bytes())].concat();
        let id = BASE64_URL_SAFE_NO_PAD.encode(self.credential_id);
        let assertion = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "response": {
                "clientDataJSON": BASE64_URL_SAFE_NO_PAD.encode(&client_data),
                "authenticatorData": BASE64_URL_SAFE_NO_PAD.encode(&authenticator),
                "signature": BASE64_URL_SAFE_NO_PAD.encode(self.key().sign(&signed)),
                "userHandle": null,
            },
        });
        Ok(PasskeyAnswer { credential_id: self.credential_id.to_vec(), assertion_json: assertion.to_string() })
    }

    /// The server's check of an answer to `challenge`.
    pub(super) fn accepts(&self, challenge: &[u8], credential_id: &[u8], assertion_json: &[u8]) -> bool {
        self.check(challenge, credential_id, assertion_json).is_some()
    }

    fn check(&self, challenge: &[u8], credential_id: &[u8], assertion_json: &[u8]) -> Option<()> {
        let assertion: Value = serde_json::from_slice(assertion_json).ok()?;
        let part = |name: &str| {
            let text = assertion["response"][name].as_str()?;
            BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
        };
        let (client_data, authenticator, signature) =
            (part("clientDataJSON")?, part("authenticatorData")?, part("signature")?);
        let told: Value = serde_json::from_slice(&client_data).ok()?;
        let answered = BASE64_URL_SAFE_NO_PAD.decode(told["challenge"].as_str()?).ok()?;
        let (rp_hash, flags) = (authenticator.get(..32)?, *authenticator.get(32)?);
        let right = credential_id == self.credential_id
            && answered == challenge
            && told["type"] == "webauthn.get"
            && told["origin"] == ORIGIN
            && *rp_hash == Sha256::digest(RP_ID)[..]
            && flags & PRESENT_AND_VERIFIED == PRESENT_AND_VERIFIED;
        let signed = [&authenticator[..], &Sha256::digest(&client_data)].concat();
        let key = self.key();
        let public = UnparsedPublicKey::new(&ED25519, key.public_key().as_ref());
        (right && public.verify(&signed, &signature).is_ok()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn an_answer_serves_its_own_challenge_and_its_own_key() {
        let mut rng = StdRng::seed_from_u64(9);
        let (own, other) = (Passkey::new(&mut rng), Passkey::new(&mut rng));
        let answer = own.answer(&own.request(b"challenge")).unwrap();
        let json = answer.assertion_json.as_bytes();
        assert!(own.accepts(b"challenge", &answer.credential_id, json));
        assert!(!own.accepts(b"another", &answer.credential_id, json), "an answer cannot be used again");
        assert!(!other.accepts(b"challenge", &answer.credential_id, json), "it is somebody else's");
        let forged = answer.assertion_json.replace("\"public-key\"", "\"public\"");
        assert!(own.accepts(b"challenge", &answer.credential_id, forged.as_bytes()), "what is not signed may differ");
        assert!(own.answer("{}").is_err(), "no challenge, no answer");
    }
}
