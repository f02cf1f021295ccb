//! Addresses of files that open without a credential, for five minutes: for players, and for who is passed one on.
//!
//! The signature covers tenant, file, end, and the credential that asked: a link that is changed or revoked, or a key
//! that is, closes what was signed for it. Whether the file is shown or saved is left to who opens it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::{MediaId, TenantId};
use portaria_storage::KeyOwner;
use serde::Deserialize;
use sha2::Sha256;
use utoipa::IntoParams;

use super::OfMedia;
use crate::app::{App, AppState};
use crate::auth::{By, Proof, Read, TenantCtx, secret};
use crate::input::Params;
use crate::problem::{Problem, ProblemBody};
use crate::serving;
use crate::shapes::SignedUrl;

/// How long a signed address opens.
const LIFETIME_MS: i64 = 5 * 60 * 1_000;

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
    let by = ctx.proof().by.name();
    let signature = sign(&app, ctx.tenant(), id, expires_at_ms, &by);
    let tenant = ctx.tenant();
    let url = format!("/api/whatsapp/{tenant}/media/{id}/signed?expires={expires_at_ms}&by={by}&signature={signature}");
    Ok(Json(SignedUrl { url, expires_at_ms }))
}

/// What stands in a signed address.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Signed {
    /// Its end, in UTC milliseconds.
    expires: i64,
    /// Which credential asked for it.
    by: String,
    /// What proves that it was given here.
    signature: String,
    /// To be saved under its name, whatever it is.
    #[serde(default)]
    download: bool,
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
    let expected = sign(&app, tenant, id, signed.expires, &signed.by);
    let (Some(expected), Some(offered)) = (secret::decode(&expected), secret::decode(&signed.signature)) else {
        return Err(closed());
    };
    let now = app.now();
    if !secret::same(expected.expose(), offered.expose()) || signed.expires <= now.0 {
        return Err(closed());
    }
    let proof = proof(tenant, &signed.by).ok_or_else(closed)?;
    if !proof.still_stands(&app).await? {
        return Err(closed());
    }
    let media = app.host.open_media(tenant, id).await?;
    Ok(serving::answer(&headers, media, signed.download))
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

fn sign(app: &App, tenant: TenantId, id: MediaId, expires_at_ms: i64, by: &str) -> String {
    let key = app.stores.signing_key("media");
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(format!("{tenant}\n{id}\n{expires_at_ms}\n{by}").as_bytes());
    secret::encode(&mac.finalize().into_bytes().into())
}
