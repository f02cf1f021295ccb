//! `POST /api/whatsapp/{tenantId}/media/{mediaId}/url` and `GET …/media/{mediaId}/signed`.
//!
//! A link that is changed or revoked, a key that is, or a webhook that is taken away closes what was signed for it. Whether
//! the file is shown or saved is left to who opens it.
//! Whether the file is shown or saved is left to who opens the address.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portaria_domain::{MediaId, TenantId};
use portaria_storage::{KeyOwner, StorageError};
use serde::Deserialize;
use utoipa::IntoParams;

use super::OfMedia;
use crate::app::{App, AppState};
use crate::auth::{By, Proof, Read, TenantCtx};
use portaria_domain::MediaId;

use super::OfMedia;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::Params;
use crate::problem::{Problem, ProblemBody};
use crate::serving;
use crate::shapes::SignedUrl;
use crate::signed_media;

/// How long a signed address opens.
const LIFETIME_MS: i64 = 5 * 60 * 1_000;
use crate::tenant::signed_address::{self, Opens, Signed};

/// Gives an address of a file that opens without a credential, for five minutes.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/media/{mediaId}/url", operation_id = "tenant_sign_media", tag = "tenant",
    params(("tenantId" = String, Path), ("mediaId" = String, Path)),
    responses((status = 200, body = SignedUrl), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn sign_media(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
) -> Result<Json<SignedUrl>, Problem> {
    if !app.host.has_media(ctx.tenant(), id).await? {
        return Err(Problem::not_found());
    }
    let expires_at_ms = (app.now() + LIFETIME_MS).0;
    let url = signed_media::path(&app, ctx.tenant(), id, expires_at_ms, &ctx.proof().by.name());
    Ok(Json(SignedUrl { url, expires_at_ms }))
}

/// What stands in a signed address.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Signed {
    /// Its end, in UTC milliseconds.
    expires: i64,
    /// Which credential asked for it, or which webhook was told of it.
    by: String,
    /// What proves that it was given here.
    signature: String,
    /// To be saved under its name, whatever it is.
    #[serde(default)]
    download: bool,
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
    let closed = || Problem::forbidden("The address is not signed, or its time is over.");
    let (Ok(tenant), Ok(id)) = (tenant.parse::<TenantId>(), id.parse::<MediaId>()) else { return Err(closed()) };
    let is_signed = signed_media::is_signed(&app, tenant, id, signed.expires, &signed.by, &signed.signature);
    if !is_signed || signed.expires <= app.now().0 || !still_stands(&app, tenant, &signed.by).await? {
        return Err(closed());
    }
    let media = app.host.open_media(tenant, id).await?;
    Ok(serving::answer(&headers, media, signed.download))
}

/// Whether what an address was signed for is still there.
async fn still_stands(app: &App, tenant: TenantId, by: &str) -> Result<bool, StorageError> {
    if let Some(webhook) = by.strip_prefix("webhook-") {
        let Ok(webhook) = webhook.parse() else { return Ok(false) };
        return Ok(app.stores.chats(tenant).await?.webhook(webhook).await?.is_some());
    }
    match proof(tenant, by) {
        Some(proof) => proof.still_stands(app).await,
        None => Ok(false),
    }
}

/// The credential that an address was signed for.
fn proof(tenant: TenantId, by: &str) -> Option<Proof> {
    let by = match by.split_once('-')? {
        ("login", id) => By::Login(id.parse().ok()?),
        ("key", kid) => By::Key { kid: kid.to_owned(), scopes: Vec::new() },
        _ => return None,
    };
    Some(Proof { owner: KeyOwner::Tenant(tenant), by })
}
    let id = id.parse::<MediaId>().ok();
    let tenant = signed_address::opened(&app, &tenant, Opens::Media, id.map(|id| id.to_string()), &signed).await?;
    let media = app.host.open_media(tenant, id.ok_or_else(Problem::not_found)?).await?;
    Ok(serving::answer(&headers, media, signed.download))
}
