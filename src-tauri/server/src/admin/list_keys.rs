//! `GET /api/saas/api-keys`.

use axum::Json;
use axum::extract::State;
use portaria_storage::KeyOwner;

use crate::app::AppState;
use crate::auth::ProviderLogin;
use crate::keys;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ApiKeyShape;

/// The provider's API keys that were not revoked, newest first.
#[utoipa::path(
    get, path = "/api/saas/api-keys", operation_id = "admin_list_api_keys", tag = "admin",
    responses((status = 200, body = Vec<ApiKeyShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn list_keys(
    _: ProviderLogin,
    State(app): State<AppState>,
) -> Result<Json<Vec<ApiKeyShape>>, Problem> {
    Ok(Json(keys::list(&app, KeyOwner::Provider).await?))
}
