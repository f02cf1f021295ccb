//! `POST /api/saas/api-keys/{keyId}/revoke`.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use portaria_domain::ApiKeyId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::issued::{Issued, end_issued_by, issued_by, own_key};
use crate::app::AppState;
use crate::auth::ProviderLogin;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::socket;

/// How far a revocation goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct RevokeKey {
    /// Whether what the key made and was shown ends with it: tenants' keys are revoked, and their links get another secret.
    #[serde(default)]
    #[schema(required = false)]
    with_issued: bool,
}

impl Form for RevokeKey {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.with_issued)
    }
}

/// What a revocation ended besides the key, and what it left.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevokedKey {
    /// What ended with it.
    ended: Issued,
    /// What still opens something.
    left_open: Issued,
}

/// Ends one of the provider's API keys and its sockets at once; what it made and was shown with it, where that is asked for.
#[utoipa::path(
    post, path = "/api/saas/api-keys/{keyId}/revoke", operation_id = "admin_revoke_api_key", tag = "admin", params(("keyId" = String, Path)),
    request_body = RevokeKey,
    responses((status = 200, description = "The key opens nothing any more.", body = RevokedKey), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn revoke_key(
    _: ProviderLogin,
    State(app): State<AppState>,
    id: Result<Path<ApiKeyId>, PathRejection>,
    Input(with_issued): Input<RevokeKey>,
) -> Result<Json<RevokedKey>, Problem> {
    let key = own_key(&app, id).await?;
    // First the key itself, so that it issues nothing more.
    app.stores.revoke_api_key(key.id, app.now()).await?;
    socket::end(&app, socket::room::key(&key.kid));
    app.audit("provider", "api_key.revoked", None).await;
    let mut ended = Issued::default();
    if with_issued {
        ended = issued_by(&app, &key.kid).await?;
        end_issued_by(&app, &key.kid).await?;
    }
    Ok(Json(RevokedKey { ended, left_open: issued_by(&app, &key.kid).await? }))
}
