//! `GET` and `POST /api/saas/tenants/{tenantId}/api-keys`, `POST …/api-keys/{keyId}/revoke`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_storage::KeyOwner;

use super::{SecretSubject, Subject};
use crate::app::AppState;
use crate::input::Input;
use crate::keys::{self, TenantKeyBody};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::{ApiKeyShape, NewKeyShape};

/// Lists a tenant's API keys that were not revoked, the newest first.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}/api-keys", operation_id = "admin_list_tenant_keys", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<ApiKeyShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn list_tenant_keys(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<Json<Vec<ApiKeyShape>>, Problem> {
    Ok(Json(keys::list(&app, KeyOwner::Tenant(tenant.id)).await?))
}

/// Makes a tenant one more API key; its others go on. A tenant has at most 100.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/api-keys", operation_id = "admin_create_tenant_key", tag = "admin", params(("tenantId" = String, Path)),
    request_body = TenantKeyBody,
    responses((status = 201, body = NewKeyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn create_tenant_key(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
    Input(given): Input<TenantKeyBody>,
) -> Result<(StatusCode, Json<NewKeyShape>), Problem> {
    let made = keys::make(&app, KeyOwner::Tenant(tenant.id), given, provider.issuer()).await?;
    app.audit("provider", "api_key.created", Some(tenant.id)).await;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Ends one of a tenant's API keys and its sockets at once.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/api-keys/{keyId}/revoke", operation_id = "admin_revoke_tenant_key", tag = "admin",
    params(("tenantId" = String, Path), ("keyId" = String, Path)),
    responses((status = 204, description = "The key opens nothing any more."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn revoke_tenant_key(
    SecretSubject { tenant, .. }: SecretSubject,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    keys::revoke(&app, KeyOwner::Tenant(tenant.id), &id).await?;
    app.audit("provider", "api_key.revoked", Some(tenant.id)).await;
    Ok(StatusCode::NO_CONTENT)
}
