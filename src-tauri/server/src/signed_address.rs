//! Addresses that open without a credential, for a while: for players, for who is passed one on, for who hears webhooks.
//!
//! The signature covers tenant, what it opens, end, and what it was signed for: a credential or a webhook. A link that is
//! changed or revoked, a key that is, or a webhook that is taken away closes what was signed for it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::TenantId;
use portaria_storage::{KeyOwner, KeyTerms, StorageError};
use serde::Deserialize;
use sha2::Sha256;
use utoipa::IntoParams;

use crate::app::App;
use crate::auth::{By, Proof, secret};
use crate::problem::Problem;
use crate::shapes::SignedUrl;

/// How long an address opens that was asked for.
const LIFETIME_MS: i64 = 5 * 60 * 1_000;

/// What stands in a signed address.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Signed {
    /// Its end, in UTC milliseconds.
    expires: i64,
    /// Which credential asked for it, or which webhook was told of it.
    by: String,
    /// What proves that it was given here.
    signature: String,
    /// To be saved under its name, whatever it is.
    #[serde(default)]
    pub download: bool,
}

/// What an address opens, by the word before its id.
#[derive(Clone, Copy)]
pub(crate) enum Opens {
    Media,
    Exports,
}

impl Opens {
    const fn word(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Exports => "exports",
        }
    }
}

/// An address of something of the tenant that has this id, for five minutes.
pub(crate) fn address(app: &App, tenant: TenantId, opens: Opens, id: &str, asker: &Proof) -> SignedUrl {
    let expires_at_ms = (app.now() + LIFETIME_MS).0;
    SignedUrl { url: path(app, tenant, opens, id, expires_at_ms, &asker.by.name()), expires_at_ms }
}

/// A path that opens until `expires_at_ms`, as long as what is called `by` stands.
pub(crate) fn path(app: &App, tenant: TenantId, opens: Opens, id: &str, expires_at_ms: i64, by: &str) -> String {
    let signature = sign(app, tenant, opens, id, expires_at_ms, by);
    let word = opens.word();
    format!("/api/whatsapp/{tenant}/{word}/{id}/signed?expires={expires_at_ms}&by={by}&signature={signature}")
}

/// Whose it is that a signed address opens. `id`: as it stands in a signed one, once it was read.
pub(crate) async fn opened(
    app: &App,
    tenant: &str,
    opens: Opens,
    id: Option<String>,
    signed: &Signed,
) -> Result<TenantId, Problem> {
    let closed = || Problem::forbidden("The address is not signed, or its time is over.");
    let (Ok(tenant), Some(id)) = (tenant.parse::<TenantId>(), id) else { return Err(closed()) };
    let expected = sign(app, tenant, opens, &id, signed.expires, &signed.by);
    let (Some(expected), Some(offered)) = (secret::decode(&expected), secret::decode(&signed.signature)) else {
        return Err(closed());
    };
    if !secret::same(expected.expose(), offered.expose()) || signed.expires <= app.now().0 {
        return Err(closed());
    }
    if still_stands(app, tenant, &signed.by).await? { Ok(tenant) } else { Err(closed()) }
}

/// Whether what an address was signed for is still there.
async fn still_stands(app: &App, tenant: TenantId, by: &str) -> Result<bool, StorageError> {
    let by = match by.split_once('-') {
        Some(("login", id)) => id.parse().ok().map(By::Login),
        Some(("key", kid)) => Some(By::Key { kid: kid.to_owned(), terms: KeyTerms::default() }),
        Some(("webhook", id)) => {
            let Ok(id) = id.parse() else { return Ok(false) };
            return Ok(app.stores.chats(tenant).await?.webhook(id).await?.is_some());
        }
        _ => None,
    };
    match by {
        Some(by) => Proof { owner: KeyOwner::Tenant(tenant), by }.still_stands(app).await,
        None => Ok(false),
    }
}

fn sign(app: &App, tenant: TenantId, opens: Opens, id: &str, expires_at_ms: i64, by: &str) -> String {
    let key = app.stores.signing_key(opens.word());
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(format!("{tenant}\n{id}\n{expires_at_ms}\n{by}").as_bytes());
    secret::encode(&mac.finalize().into_bytes().into())
}
