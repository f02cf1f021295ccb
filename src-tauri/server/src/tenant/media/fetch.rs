//! `POST /api/whatsapp/{tenantId}/media/{mediaId}/fetch`.

use axum::extract::State;
use axum::http::StatusCode;

use super::OfMedia;
use crate::app::AppState;
use crate::auth::{MediaAndRead, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// Fetches a file that was held back or did not come, as soon as the session is connected. Its message tells how it goes.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/media/{mediaId}/fetch", operation_id = "tenant_fetch_media", tag = "tenant",
    params(("tenantId" = String, Path), ("mediaId" = String, Path)),
    responses((status = 202, description = "It is fetched."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "read"]))
)]
pub(crate) async fn fetch_media(
    ctx: TenantCtx<MediaAndRead>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
) -> Result<StatusCode, Problem> {
    app.host.fetch_media(ctx.tenant(), id).await?;
    Ok(StatusCode::ACCEPTED)
}
