//! `GET /api/saas/api-keys/{keyId}/issued`, and what a revocation does about it.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use portaria_domain::{ApiKeyId, TenantId};
use portaria_storage::{ApiKey, KeyOwner};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::ProviderLogin;
use crate::problem::{Problem, ProblemBody};
use crate::socket;

/// What one of the provider's keys made or was shown, and that still opens something: it does so also without the key.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Issued {
    /// Keys of tenants that it made.
    keys: Vec<IssuedKey>,
    /// Tenants whose link it knows.
    links: Vec<IssuedLink>,
}

/// A tenant's key that another key made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IssuedKey {
    /// Identity.
    id: String,
    /// How the key begins.
    prefix: String,
    /// The tenant.
    tenant_id: String,
    /// The tenant's name.
    tenant_name: String,
    /// When it was made, in UTC milliseconds.
    created_at_ms: i64,
}

/// A tenant whose link a key knows.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IssuedLink {
    /// The tenant.
    tenant_id: String,
    /// The tenant's name.
    tenant_name: String,
}

/// What one of the provider's keys made or was shown, and that goes on working when it is revoked.
#[utoipa::path(
    get, path = "/api/saas/api-keys/{keyId}/issued", operation_id = "admin_list_issued", tag = "admin", params(("keyId" = String, Path)),
    responses((status = 200, body = Issued), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn list_issued(
    _: ProviderLogin,
    State(app): State<AppState>,
    id: Result<Path<ApiKeyId>, PathRejection>,
) -> Result<Json<Issued>, Problem> {
    let key = own_key(&app, id).await?;
    Ok(Json(issued_by(&app, &key.kid).await?))
}

/// The key of the provider's that an address names.
pub(super) async fn own_key(app: &App, id: Result<Path<ApiKeyId>, PathRejection>) -> Result<ApiKey, Problem> {
    let Path(id) = id.map_err(|_| Problem::not_found())?;
    let keys = app.stores.api_keys(KeyOwner::Provider).await?;
    keys.into_iter().find(|key| key.id == id).ok_or_else(Problem::not_found)
}

/// What a key issued.
pub(super) async fn issued_by(app: &App, kid: &str) -> Result<Issued, Problem> {
    let mut issued = Issued::default();
    for key in app.stores.keys_issued_by(kid, app.now()).await? {
        let KeyOwner::Tenant(tenant) = key.owner else { continue };
        issued.keys.push(IssuedKey {
            id: key.id.to_string(),
            prefix: format!("wsk_{}", key.kid),
            tenant_id: tenant.to_string(),
            tenant_name: name_of(app, tenant).await?,
            created_at_ms: key.created_at.0,
        });
    }
    for tenant in app.stores.links_given_to(kid).await? {
        let tenant_name = name_of(app, tenant).await?;
        issued.links.push(IssuedLink { tenant_id: tenant.to_string(), tenant_name });
    }
    Ok(issued)
}

/// Ends what a key issued, with logins and sockets: its keys are revoked, and the links that it knows get another secret.
pub(super) async fn end_issued_by(app: &App, kid: &str) -> Result<(), Problem> {
    for key in app.stores.keys_issued_by(kid, app.now()).await? {
        app.stores.revoke_api_key(key.id, app.now()).await?;
        socket::end(app, socket::room::key(&key.kid));
        if let KeyOwner::Tenant(tenant) = key.owner {
            app.audit("provider", "api_key.revoked", Some(tenant)).await;
        }
    }
    for tenant in app.stores.links_given_to(kid).await? {
        app.stores.rotate_link(tenant, app.now()).await?;
        app.stores.delete_logins_of_tenant(tenant).await?;
        socket::end(app, socket::room::link(tenant));
        app.audit("provider", "link.rotated", Some(tenant)).await;
    }
    Ok(())
}

async fn name_of(app: &App, tenant: TenantId) -> Result<String, Problem> {
    Ok(app.stores.tenant(tenant).await?.map(|tenant| tenant.name.to_string()).unwrap_or_default())
}
