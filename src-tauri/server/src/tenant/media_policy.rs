//! `GET` and `POST /api/whatsapp/{tenantId}/media-policy`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{MediaChoice, MediaPolicy};
use portaria_storage::ChatStore;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::MediaKindWord;

/// Which files are fetched as they arrive. The rest is fetched when somebody asks.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MediaChoiceBody {
    /// Files of these kinds.
    kinds: Vec<MediaKindWord>,
    /// Up to this size, in bytes.
    largest_bytes: u64,
}

/// Which files are fetched as they arrive, and what the provider allows of that.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnMediaPolicy {
    /// What is fetched.
    chosen: MediaChoiceBody,
    /// The most that may be chosen.
    allowed: MediaChoiceBody,
    /// How much room all files may take, in bytes; beyond it nothing is fetched or uploaded.
    total_bytes: u64,
    /// How much room the files take now, in bytes.
    used_bytes: u64,
}

impl Form for MediaChoiceBody {
    type Value = MediaChoice;

    fn read(self) -> Result<MediaChoice, Vec<FieldError>> {
        let Self { kinds, largest_bytes } = self;
        if i64::try_from(largest_bytes).is_err() {
            return Err(vec![FieldError::new("largestBytes", "invalid", "No disk is that large.")]);
        }
        Ok(MediaChoice { kinds: kinds.into_iter().map(Into::into).collect(), largest_bytes })
    }
}

/// Shows which files are fetched by themselves, and the most that may be chosen.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/media-policy", operation_id = "tenant_show_media_policy", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = OwnMediaPolicy), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_own_media_policy(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<OwnMediaPolicy>, Problem> {
    shown(&ctx.chats(&app).await?).await
}

/// Says which files are fetched by themselves from now on: never more than the provider allows. Who chooses all of that
/// gets more where the provider allows more one day. What is here stays.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/media-policy", operation_id = "tenant_set_media_policy", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = MediaChoiceBody,
    responses((status = 200, body = OwnMediaPolicy), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn set_own_media_policy(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(choice): Input<MediaChoiceBody>,
) -> Result<Json<OwnMediaPolicy>, Problem> {
    let chats = ctx.chats(&app).await?;
    let policy = chats.media_policy().await?;
    let mut errors = Vec::new();
    if choice.kinds.iter().any(|kind| !policy.kinds.contains(kind)) {
        errors.push(FieldError::new("kinds", "not_allowed", "Choose among the kinds that the provider allows."));
    }
    if choice.largest_bytes > policy.largest_bytes {
        errors.push(FieldError::new("largestBytes", "not_allowed", "The provider allows no files as large."));
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let is_all = policy.within(&choice) == policy;
    chats.set_media_choice((!is_all).then_some(&choice)).await?;
    shown(&chats).await
}

async fn shown(chats: &ChatStore) -> Result<Json<OwnMediaPolicy>, Problem> {
    let policy = chats.media_policy().await?;
    let chosen = match chats.media_choice().await? {
        Some(choice) => policy.within(&choice),
        None => policy.clone(),
    };
    let total_bytes = policy.total_bytes;
    let used_bytes = chats.media_bytes().await?;
    Ok(Json(OwnMediaPolicy { chosen: of(chosen), allowed: of(policy), total_bytes, used_bytes }))
}

fn of(policy: MediaPolicy) -> MediaChoiceBody {
    let kinds = policy.kinds.into_iter().map(Into::into).collect();
    MediaChoiceBody { kinds, largest_bytes: policy.largest_bytes }
}
