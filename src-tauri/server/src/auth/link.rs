//! The exchange of a link's secret for a login.

use portaria_domain::{LinkState, PublicId, Secret, Tenant};
use portaria_storage::{Issuer, StorageError, Who};

use super::{login, secret};
use crate::app::App;

/// Opens a login for whoever holds a link's secret. `None` for an unknown, changed, revoked or
/// expired link alike, and after the same work, so that nobody learns which links exist.
pub(crate) async fn exchange(
    app: &App,
    public_id: &str,
    offered: &Secret<[u8; 32]>,
    browser: String,
) -> Result<Option<(Tenant, String)>, StorageError> {
    let link = match public_id.parse::<PublicId>() {
        Ok(id) => app.stores.link_by_public_id(&id).await?,
        Err(_) => None,
    };
    let expected = link.as_ref().map_or([0; 32], |link| link.secret_hash);
    let right = secret::same(&secret::digest(offered), &expected);
    let Some(link) = link.filter(|link| right && link.state(app.now()) == LinkState::Active) else {
        return Ok(None);
    };
    let Some(tenant) = app.stores.tenant(link.tenant).await? else { return Ok(None) };
    let who = Who::Tenant { id: tenant.id, link_epoch: link.epoch };
    let cookie = login::open(app, who, Issuer::Link, login::TENANT_LIFETIME_MS, browser).await?;
    Ok(Some((tenant, cookie)))
}
