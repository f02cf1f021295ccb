//! `POST /api/saas/tenants/{tenantId}/api-key`.

use super::SecretSubject;
use crate::app::AppState;
use crate::auth::key;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::NewKeyShape;
use crate::socket;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_storage::KeyOwner;

/// Gives a tenant a new API key. Its older keys and their sockets end at once.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/api-key", operation_id = "admin_renew_api_key", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 201, body = NewKeyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn renew_tenant_key(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<NewKeyShape>), Problem> {
    let owner = KeyOwner::Tenant(tenant.id);
    for key in app.stores.api_keys(owner).await? {
        app.stores.revoke_api_key(key.id, app.now()).await?;
        socket::end(&app, socket::room::key(&key.kid));
    }
    let api_key = key::create_for(&app.stores, tenant.id, "renewed", provider.issuer(), app.now()).await?;
    app.audit("provider", "api_key.renewed", Some(tenant.id)).await;
    Ok((StatusCode::CREATED, Json(NewKeyShape { api_key })))
}
