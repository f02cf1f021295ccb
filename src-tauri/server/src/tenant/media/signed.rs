//! `POST /api/whatsapp/{tenantId}/media/{mediaId}/url` and `GET …/media/{mediaId}/signed`.
//!
//! Whether the file is shown or saved is left to who opens the address.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portaria_domain::MediaId;

use super::OfMedia;
use crate::app::AppState;
use crate::auth::{MediaAndRead, TenantCtx};
use crate::input::Params;
use crate::problem::{Problem, ProblemBody};
use crate::serving;
use crate::shapes::SignedUrl;
use crate::signed_address::{self, Opens, Signed};

/// Gives an address of a file that opens without a credential, for five minutes.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/media/{mediaId}/url", operation_id = "tenant_sign_media", tag = "tenant",
    params(("tenantId" = String, Path), ("mediaId" = String, Path)),
    responses((status = 200, body = SignedUrl), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "read"]))
)]
pub(crate) async fn sign_media(
    ctx: TenantCtx<MediaAndRead>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
) -> Result<Json<SignedUrl>, Problem> {
    if !app.host.has_media(ctx.tenant(), id).await? {
        return Err(Problem::not_found());
    }
    Ok(Json(signed_address::address(&app, ctx.tenant(), Opens::Media, &id.to_string(), ctx.proof())))
}

/// Shows a file by a signed address, just as `…/media/{mediaId}` does.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/media/{mediaId}/signed", operation_id = "show_signed_media", tag = "tenant",
    params(("tenantId" = String, Path), ("mediaId" = String, Path), Signed),
    responses(
        (status = 200, description = "The file.", content_type = "application/octet-stream"),
        (status = 403, body = ProblemBody, description = "Not signed here, or its time is over.", content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    )
)]
pub(crate) async fn show_signed_media(
    State(app): State<AppState>,
    Path((tenant, id)): Path<(String, String)>,
    Params(signed): Params<Signed>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id.parse::<MediaId>().ok();
    let tenant = signed_address::opened(&app, &tenant, Opens::Media, id.map(|id| id.to_string()), &signed).await?;
    let media = app.host.open_media(tenant, id.ok_or_else(Problem::not_found)?).await?;
    Ok(serving::answer(&headers, media, signed.download))
}
