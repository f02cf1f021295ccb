//! `GET /api/whatsapp/{tenantId}/storage`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// How much room the tenant takes on the provider's disk.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StorageUsed {
    /// Messages, people, events and the search index, in bytes.
    messages_bytes: u64,
    /// The keys of the session, in bytes.
    keys_bytes: u64,
    /// All files, in bytes.
    media_bytes: u64,
    /// How many files there are.
    media_files: u64,
    /// How much room all files may take, in bytes.
    media_limit_bytes: u64,
    /// The files by what they are, the most room first.
    by_kind: Vec<StorageOfKind>,
    /// When the oldest message was written that is here, in UTC milliseconds; null: there is none.
    #[schema(required)]
    oldest_at_ms: Option<i64>,
}

/// How much room files of one kind take.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StorageOfKind {
    /// The first part of their media type: `image`, `video`, `audio`, `application`, `text`; empty where nobody knows.
    kind: String,
    /// In bytes.
    bytes: u64,
    /// How many.
    files: u64,
}

/// Shows how much room the tenant takes.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/storage", operation_id = "tenant_show_storage", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = StorageUsed), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_storage(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<StorageUsed>, Problem> {
    let taken = app.stores.room_taken(ctx.tenant()).await?;
    let media_limit_bytes = ctx.chats(&app).await?.media_policy().await?.total_bytes;
    let by_kind = taken.by_kind.into_iter();
    Ok(Json(StorageUsed {
        messages_bytes: taken.messages_bytes,
        keys_bytes: taken.keys_bytes,
        media_bytes: taken.media_bytes,
        media_files: taken.media_files,
        media_limit_bytes,
        by_kind: by_kind.map(|of| StorageOfKind { kind: of.kind, bytes: of.bytes, files: of.files }).collect(),
        oldest_at_ms: taken.oldest_at.map(|at| at.0),
    }))
}
