//! `GET /api/whatsapp/{tenantId}/media/{mediaId}`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use super::OfMedia;
use crate::app::AppState;
use crate::auth::{MediaAndRead, TenantCtx};
use crate::input::Params;
use crate::problem::{Problem, ProblemBody};
use crate::serving;

/// How a file is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowMedia {
    /// To be saved under its name, whatever it is.
    #[serde(default)]
    download: bool,
    /// What the page proves itself by where it can send no header: the second part of `Portaria-Page`.
    #[serde(default)]
    #[allow(dead_code, reason = "whoever lets the request in has looked at it")]
    view: Option<String>,
}

/// Shows a file of a message. Pictures, sound and films come to be shown in place, everything else to be saved. Takes
/// `Range`, `If-Range` and `If-None-Match`.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/media/{mediaId}", operation_id = "tenant_show_media", tag = "tenant",
    params(("tenantId" = String, Path), ("mediaId" = String, Path), ShowMedia),
    responses(
        (status = 200, description = "The file.", content_type = "application/octet-stream"),
        (status = 206, description = "The part that was asked for.", content_type = "application/octet-stream"),
        (status = 304, description = "It is the one that the caller has."),
        (status = 416, description = "The part lies outside of the file."),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "read"]))
)]
pub(crate) async fn show_media(
    ctx: TenantCtx<MediaAndRead>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
    Params(ShowMedia { download, .. }): Params<ShowMedia>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let media = app.host.open_media(ctx.tenant(), id).await?;
    Ok(serving::answer(&headers, media, download))
}
