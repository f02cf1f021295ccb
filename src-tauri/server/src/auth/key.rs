//! API keys: `wsk_`, eight characters that name the key, `_`, and 43 that prove it.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use portaria_domain::{TenantId, UnixMs};
use portaria_storage::{ApiKey, Issuer, KeyOwner, KeyScope, KeyTerms, NewApiKey, StorageError, Stores};

use super::{By, Proof, secret};
use crate::addresses::ClientAddress;
use crate::app::App;
use crate::problem::Problem;

/// A write on each request would cost more than the answer.
const USE_NOTED_EVERY_MS: i64 = 60 * 60 * 1000;
const NAME_LENGTH: usize = 8;
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Makes a key of a tenant's that may do everything, and gives its text, which nobody can read again.
pub(crate) async fn create_for(
    stores: &Stores,
    tenant: TenantId,
    label: &str,
    issued_by: Issuer,
    now: UnixMs,
) -> Result<String, StorageError> {
    let terms = KeyTerms::of(&KeyScope::OF_A_TENANT);
    let (key, text) = new(KeyOwner::Tenant(tenant), label, terms, issued_by);
    stores.create_api_key(key, now).await?;
    Ok(text)
}

/// Makes a key and gives its text, which nobody can read again; `None` where its owner has as many as may be.
pub(crate) async fn add(
    stores: &Stores,
    owner: KeyOwner,
    label: &str,
    terms: KeyTerms,
    issued_by: Issuer,
    now: UnixMs,
) -> Result<Option<String>, StorageError> {
    let (key, text) = new(owner, label, terms, issued_by);
    Ok(stores.add_api_key(key, now).await?.map(|_| text))
}

fn new(owner: KeyOwner, label: &str, terms: KeyTerms, issued_by: Issuer) -> (NewApiKey, String) {
    let (kid, secret) = (random_name(), secret::random());
    let text = format!("wsk_{kid}_{}", secret::encode(secret.expose()));
    let secret_hash = secret::digest(&secret);
    (NewApiKey { owner, kid, secret_hash, terms, label: label.to_owned(), issued_by }, text)
}

/// The key of a request, where it sends one. A key in the address is none: addresses are logged.
pub(crate) fn of(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    Some(value.strip_prefix("Bearer ").unwrap_or_default().trim())
}

/// What a key proves, if anything. Who has the whole of a key is told why it does not open: its time is over, or it is for
/// other addresses than where the request came from.
pub(crate) async fn prove(app: &App, text: &str, parts: &Parts) -> Result<Option<Proof>, Problem> {
    let Some((kid, secret)) = split(text) else { return Ok(None) };
    let Some(secret) = secret::decode(secret) else { return Ok(None) };
    let key = app.stores.api_key_by_kid(kid).await?;
    let expected = key.as_ref().map_or([0; 32], |key| key.secret_hash);
    let is_right = secret::same(&secret::digest(&secret), &expected);
    let Some(key) = key.filter(|key| is_right && key.revoked_at.is_none()) else { return Ok(None) };
    if !key.terms.hold_at(app.now()) {
        return Err(Problem::key_expired());
    }
    let client = ClientAddress::of(&parts.extensions);
    if !key.terms.admit(client) {
        return Err(Problem::key_elsewhere(client));
    }
    note_use(app, &key).await;
    Ok(Some(Proof { owner: key.owner, by: By::Key { kid: kid.to_owned(), terms: key.terms } }))
}

/// Notes the hour in which a key was used. The request goes on where that fails: it is for the owner's eyes only.
async fn note_use(app: &App, key: &ApiKey) {
    let now = app.now();
    if key.used_at.is_some_and(|at| now.0 - at.0 < USE_NOTED_EVERY_MS) {
        return;
    }
    if let Err(error) = app.stores.touch_api_key(key.id, now).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the use of a key could not be noted");
    }
}

/// Splits a key into its name and its proof.
fn split(text: &str) -> Option<(&str, &str)> {
    let (kid, secret) = text.strip_prefix("wsk_")?.split_once('_')?;
    (kid.len() == NAME_LENGTH && kid.bytes().all(|byte| ALPHABET.contains(&byte))).then_some((kid, secret))
}

fn random_name() -> String {
    let random: [u8; NAME_LENGTH] = rand::random();
    random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_splits_where_it_was_joined_although_its_proof_may_hold_underscores() {
        let (kid, secret) = (random_name(), "_-".repeat(21) + "_");
        assert_eq!(split(&format!("wsk_{kid}_{secret}")), Some((kid.as_str(), secret.as_str())));
        for bad in ["", "wsk_", "wsk_a_b", "wsk_UPPERCAS_x", "abc_aaaaaaaa_x", "wsk_aaaaaaaa"] {
            assert_eq!(split(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_header_that_is_no_bearer_key_is_an_empty_one_and_not_an_absent_one() {
        let mut headers = HeaderMap::new();
        assert_eq!(of(&headers), None);
        headers.insert(header::AUTHORIZATION, "Basic dTpw".parse().unwrap());
        assert_eq!(of(&headers), Some(""), "a wrong credential must not fall back to the cookie");
    }
}
