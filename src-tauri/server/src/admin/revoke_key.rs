//! `POST /api/saas/api-keys/{keyId}/revoke`.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::ApiKeyId;
use portaria_storage::KeyOwner;

use crate::app::AppState;
use crate::auth::ProviderLogin;
use crate::problem::{Problem, ProblemBody};
use crate::socket;

/// Ends one of the provider's API keys and its sockets at once.
#[utoipa::path(
    post, path = "/api/saas/api-keys/{keyId}/revoke", operation_id = "admin_revoke_api_key", tag = "admin", params(("keyId" = String, Path)),
    responses((status = 204, description = "The key opens nothing any more."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn revoke_key(
    _: ProviderLogin,
    State(app): State<AppState>,
    id: Result<Path<ApiKeyId>, PathRejection>,
) -> Result<StatusCode, Problem> {
    let Path(id) = id.map_err(|_| Problem::not_found())?;
    let keys = app.stores.api_keys(KeyOwner::Provider).await?;
    let key = keys.into_iter().find(|key| key.id == id).ok_or_else(Problem::not_found)?;
    app.stores.revoke_api_key(key.id, app.now()).await?;
    socket::end(&app, socket::room::key(&key.kid)).await;
    app.audit("provider", "api_key.revoked", None).await;
    Ok(StatusCode::NO_CONTENT)
}
