//! `GET` and `POST /api/saas/tenants/{tenantId}/media-policy`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{MediaPolicy, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Subject;
use crate::app::AppState;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::MediaKindWord;

/// Which files of a tenant's messages are fetched as they arrive. The rest is fetched when somebody asks.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MediaPolicyBody {
    /// Files of these kinds.
    kinds: Vec<MediaKindWord>,
    /// Up to this size, in bytes.
    largest_bytes: u64,
    /// How much room all of the tenant's files may take, in bytes; beyond it nothing is fetched or uploaded.
    total_bytes: u64,
}

/// What is fetched for a tenant, and how much room it takes.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MediaUse {
    /// What is fetched.
    policy: MediaPolicyBody,
    /// How much room the files take now, in bytes.
    used_bytes: u64,
}

impl Form for MediaPolicyBody {
    type Value = MediaPolicy;

    fn read(self) -> Result<MediaPolicy, Vec<FieldError>> {
        let Self { kinds, largest_bytes, total_bytes } = self;
        let is_size = |bytes: u64| i64::try_from(bytes).is_ok();
        let mut errors = Vec::new();
        for (field, bytes) in [("largestBytes", largest_bytes), ("totalBytes", total_bytes)] {
            if !is_size(bytes) {
                errors.push(FieldError::new(field, "invalid", "No disk is that large."));
            }
        }
        let kinds = kinds.into_iter().map(Into::into).collect();
        if errors.is_empty() { Ok(MediaPolicy { kinds, largest_bytes, total_bytes }) } else { Err(errors) }
    }
}

/// Shows which files of a tenant are fetched by themselves, and how much room its files take.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}/media-policy", operation_id = "admin_show_media_policy", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = MediaUse), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_media_policy(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<Json<MediaUse>, Problem> {
    shown(&app, tenant.id).await
}

/// Says which files of a tenant are fetched by themselves from now on. What is here stays.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/media-policy", operation_id = "admin_set_media_policy", tag = "admin", params(("tenantId" = String, Path)),
    request_body = MediaPolicyBody,
    responses((status = 200, body = MediaUse), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn set_media_policy(
    Subject(tenant): Subject,
    State(app): State<AppState>,
    Input(policy): Input<MediaPolicyBody>,
) -> Result<Json<MediaUse>, Problem> {
    app.stores.chats(tenant.id).await?.set_media_policy(Some(&policy)).await?;
    app.audit("provider", "media_policy.set", Some(tenant.id)).await;
    shown(&app, tenant.id).await
}

async fn shown(app: &AppState, tenant: TenantId) -> Result<Json<MediaUse>, Problem> {
    let chats = app.stores.chats(tenant).await?;
    let MediaPolicy { kinds, largest_bytes, total_bytes } = chats.media_policy().await?;
    let kinds = kinds.into_iter().map(Into::into).collect();
    let policy = MediaPolicyBody { kinds, largest_bytes, total_bytes };
    Ok(Json(MediaUse { policy, used_bytes: chats.media_bytes().await? }))
}
