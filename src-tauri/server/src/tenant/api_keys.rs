//! `GET` and `POST /api/whatsapp/{tenantId}/api-keys`, `POST …/api-keys/{keyId}/revoke`. Keys make, list and end no keys: one
//! that leaked must not be able to leave another behind.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_storage::KeyOwner;

use crate::app::AppState;
use crate::auth::TenantLogin;
use crate::input::Input;
use crate::keys::{self, TenantKeyBody};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::{ApiKeyShape, NewKeyShape};

/// Lists the tenant's API keys that were not revoked, the newest first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/api-keys", operation_id = "tenant_list_api_keys", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<ApiKeyShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn list_api_keys(
    who: TenantLogin,
    State(app): State<AppState>,
) -> Result<Json<Vec<ApiKeyShape>>, Problem> {
    Ok(Json(keys::list(&app, KeyOwner::Tenant(who.tenant())).await?))
}

/// Makes an API key for the tenant's programs. A tenant has at most 100.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/api-keys", operation_id = "tenant_create_api_key", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = TenantKeyBody,
    responses((status = 201, body = NewKeyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn create_api_key(
    who: TenantLogin,
    State(app): State<AppState>,
    Input(given): Input<TenantKeyBody>,
) -> Result<(StatusCode, Json<NewKeyShape>), Problem> {
    let by = &who.proof().by;
    let made = keys::make(&app, KeyOwner::Tenant(who.tenant()), given, by.issuer()).await?;
    app.audit(&by.name(), "api_key.created", Some(who.tenant())).await;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Ends one of the tenant's API keys and its sockets at once.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/api-keys/{keyId}/revoke", operation_id = "tenant_revoke_api_key", tag = "tenant",
    params(("tenantId" = String, Path), ("keyId" = String, Path)),
    responses((status = 204, description = "The key opens nothing any more."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn revoke_api_key(
    who: TenantLogin,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    keys::revoke(&app, KeyOwner::Tenant(who.tenant()), &id).await?;
    app.audit(&who.proof().by.name(), "api_key.revoked", Some(who.tenant())).await;
    Ok(StatusCode::NO_CONTENT)
}
