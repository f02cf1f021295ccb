//! Browsers that the provider logged in from before: others' wrong passwords do not lock them out.
//!
//! A remembered device is let to the password, never past it.

use axum::http::{HeaderMap, HeaderValue};
use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_storage::Stores;
use sha2::Sha256;

use super::{cookie, secret};

const COOKIE: &str = "portaria_device";
const PATH: &str = "/api/saas/login";
/// As long as browsers keep a cookie.
const LIFETIME_MS: i64 = 400 * 24 * 60 * 60 * 1000;

/// A device that logged in by the password that is set now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Device(String);

impl Device {
    /// The device that sends this, where it is remembered.
    pub(crate) fn of(stores: &Stores, headers: &HeaderMap, password_hash: &str) -> Option<Self> {
        cookie::values(headers, COOKIE).find_map(|value| {
            let (id, proof) = value.split_once('.')?;
            let (expected, offered) = (sign(stores, id, password_hash), secret::decode(proof)?);
            secret::same(&expected, offered.expose()).then(|| Self(id.to_owned()))
        })
    }

    /// The line that lets this device, or a new one, be remembered.
    pub(crate) fn remember(stores: &Stores, device: Option<Self>, password_hash: &str, secure: bool) -> HeaderValue {
        let Self(id) = device.unwrap_or_else(|| Self(secret::encode(secret::random().expose())));
        let value = format!("{id}.{}", secret::encode(&sign(stores, &id, password_hash)));
        cookie::set(COOKIE, &value, PATH, LIFETIME_MS, secure)
    }
}

/// Holds for one password: a new one forgets every device.
fn sign(stores: &Stores, id: &str, password_hash: &str) -> [u8; 32] {
    let key = stores.signing_key("device");
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(format!("{id}\n{password_hash}").as_bytes());
    mac.finalize().into_bytes().into()
}
