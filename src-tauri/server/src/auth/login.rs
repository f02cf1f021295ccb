//! Logins of browsers. The cookie holds an id and a secret, the store a hash of the secret.

use portaria_storage::{Issuer, KeyOwner, NewLogin, StorageError, Who};

use super::proof::link_stands;
use super::{By, Proof, secret};
use crate::app::App;

/// How long the provider's browser stays logged in.
pub(crate) const PROVIDER_LIFETIME_MS: i64 = 7 * DAY_MS;
/// How long a tenant's browser stays logged in; the link opens it again.
pub(crate) const TENANT_LIFETIME_MS: i64 = 180 * DAY_MS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Opens a login and gives the cookie's value.
pub(crate) async fn open(
    app: &App,
    who: Who,
    issued_by: Issuer,
    lifetime_ms: i64,
    browser: String,
) -> Result<String, StorageError> {
    let secret = secret::random();
    let now = app.now();
    let login =
        NewLogin { who, secret_hash: secret::digest(&secret), expires_at: now + lifetime_ms, issued_by, browser };
    let id = app.stores.create_login(login, now).await?;
    Ok(format!("{id}.{}", secret::encode(secret.expose())))
}

/// What a cookie's value proves, if anything.
pub(crate) async fn prove(app: &App, cookie: &str) -> Result<Option<Proof>, StorageError> {
    let Some((id, text)) = cookie.split_once('.') else { return Ok(None) };
    let (Ok(id), Some(secret)) = (id.parse(), secret::decode(text)) else { return Ok(None) };
    let login = app.stores.login(id).await?;
    let expected = login.as_ref().map_or([0; 32], |login| login.secret_hash);
    let (is_right, now) = (secret::same(&secret::digest(&secret), &expected), app.now());
    let Some(login) = login.filter(|login| is_right && login.expires_at > now) else { return Ok(None) };
    let owner = match login.who {
        Who::Provider => KeyOwner::Provider,
        Who::Tenant { id, link_epoch } if link_stands(app, id, link_epoch, now).await? => KeyOwner::Tenant(id),
        Who::Tenant { .. } => return Ok(None),
    };
    Ok(Some(Proof { owner, by: By::Login(id) }))
}
