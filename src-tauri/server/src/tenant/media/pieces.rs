//! `…/media/uploads`: a file in pieces, resumed where it broke off. The protocol is tus 1.0.0 with its extensions
//! *creation* and *termination*, so that any client of it will do.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt as _;
use portaria_domain::{MediaId, TenantId};

use super::OfMedia;
use super::upload::{LARGEST_BYTES, broken_off, named, next, too_large};
use crate::app::AppState;
use crate::auth::{MediaAndSend, TenantCtx};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::UploadProgress;
use crate::uploads::Open;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// Where the last piece's answer names the file.
const MEDIA_ID: HeaderName = HeaderName::from_static("portaria-media-id");

/// Begins an upload in pieces. `Upload-Metadata` may hold `filename`.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/media/uploads", operation_id = "tenant_begin_upload", tag = "tenant",
    params(
        ("tenantId" = String, Path),
        ("Upload-Length" = u64, Header, description = "The size of the file in bytes, up to 100 MB."),
        ("Upload-Metadata" = Option<String>, Header, description = "As tus has it: `filename` and its value in base64.")
    ),
    responses((status = 201, description = "`Location` is where the pieces go."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "send"]))
)]
pub(crate) async fn begin_upload(
    ctx: TenantCtx<MediaAndSend>,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tenant = ctx.tenant();
    let size_bytes = number(&headers, &LENGTH)?;
    if size_bytes > LARGEST_BYTES {
        return Err(too_large());
    }
    if size_bytes == 0 {
        return Err(Problem::invalid(vec![FieldError::new("Upload-Length", "invalid", "The file is empty.")]));
    }
    let name = named(file_name(&headers)).map_err(|error| Problem::invalid(vec![error]))?;
    app.uploads.sweep(app.now());
    let share = app.pools.uploads.take(ctx.proof().holder(), 1).ok_or_else(|| Problem::rate_limited(60))?;
    let writer = app.host.begin_upload(tenant, size_bytes).await?;
    let id = app.uploads.open(tenant, writer, share, size_bytes, name, app.now());
    let location = HeaderValue::try_from(format!("/api/whatsapp/{tenant}/media/uploads/{id}"));
    let location = location.map_err(|error| Problem::internal(&error))?;
    Ok((StatusCode::CREATED, [(RESUMABLE, VERSION), (header::LOCATION, location)]).into_response())
}

/// Tells how far an upload has come; and the file, once all of it is here.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/media/uploads/{uploadId}", operation_id = "tenant_show_upload", tag = "tenant",
    params(("tenantId" = String, Path), ("uploadId" = String, Path)),
    responses((status = 200, body = UploadProgress), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "send"]))
)]
pub(crate) async fn show_upload(
    ctx: TenantCtx<MediaAndSend>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
) -> Result<Response, Problem> {
    let open = find(&app, ctx.tenant(), id)?;
    let (offset, size_bytes) = (open.offset(), open.size_bytes);
    let headers = [
        (RESUMABLE, VERSION),
        (OFFSET, HeaderValue::from(offset)),
        (LENGTH, HeaderValue::from(size_bytes)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let progress = UploadProgress { offset, size_bytes, media: open.done().map(Into::into) };
    Ok((headers, Json(progress)).into_response())
}

/// Adds a piece. The answer to the last one names the file in `Portaria-Media-Id`.
#[utoipa::path(
    patch, path = "/api/whatsapp/{tenantId}/media/uploads/{uploadId}", operation_id = "tenant_add_to_upload", tag = "tenant",
    params(
        ("tenantId" = String, Path),
        ("uploadId" = String, Path),
        ("Upload-Offset" = u64, Header, description = "How much was here before: the answer to `HEAD`.")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "`Upload-Offset` is how much is here now."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "send"]))
)]
pub(crate) async fn add_to_upload(
    ctx: TenantCtx<MediaAndSend>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
    request: Request,
) -> Result<Response, Problem> {
    let tenant = ctx.tenant();
    let open = find(&app, tenant, id)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some("application/offset+octet-stream") {
        return Err(Problem::new(Code::UnsupportedMediaType, "Send the piece as application/offset+octet-stream."));
    }
    let from = number(request.headers(), &OFFSET)?;
    let busy =
        || Problem::new(Code::UploadConflict, "Another piece of this upload is coming. Ask where it is, then go on.");
    let _turn = open.turn.try_lock().map_err(|_| busy())?;
    if from != open.offset() {
        return Err(Problem::new(Code::UploadConflict, "The piece does not begin where the last one ended."));
    }
    let mut pieces = request.into_body().into_data_stream().map_err(|_| broken_off());
    let mut at = from;
    while let Some(piece) = next(&mut pieces).await? {
        if at + piece.len() as u64 > open.size_bytes {
            return Err(too_large());
        }
        let added = open.add(at, piece, app.now()).await;
        if added.as_ref().is_err_and(|_| !open.goes_on()) {
            app.uploads.close(tenant, id);
        }
        at = added?;
    }
    let mut headers = HeaderMap::from_iter([(RESUMABLE, VERSION), (OFFSET, HeaderValue::from(at))]);
    if at == open.size_bytes {
        let media = finish(&app, tenant, id, &open).await?;
        headers.insert(MEDIA_ID, HeaderValue::try_from(media.to_string()).map_err(|error| Problem::internal(&error))?);
    }
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// Gives an upload up.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/media/uploads/{uploadId}", operation_id = "tenant_cancel_upload", tag = "tenant",
    params(("tenantId" = String, Path), ("uploadId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "send"]))
)]
pub(crate) async fn cancel_upload(
    ctx: TenantCtx<MediaAndSend>,
    State(app): State<AppState>,
    OfMedia(id): OfMedia,
) -> Result<Response, Problem> {
    if !app.uploads.close(ctx.tenant(), id) {
        return Err(Problem::not_found());
    }
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, VERSION)]).into_response())
}

/// Keeps a file that is whole, also if nobody waits for the answer any more.
async fn finish(app: &AppState, tenant: TenantId, id: MediaId, open: &Arc<Open>) -> Result<MediaId, Problem> {
    if let Some(upload) = open.done() {
        return Ok(upload.id);
    }
    let writer = open.take().ok_or_else(Problem::not_found)?;
    let (app, open) = (app.clone(), Arc::clone(open));
    let kept = app.clone().tasks.spawn(async move {
        let finished = app.host.finish_upload(tenant, writer, open.name.clone()).await;
        if finished.is_err() {
            // What came is gone with its writer: there is nothing to go on with.
            app.uploads.close(tenant, id);
        }
        let upload = finished?;
        open.finish(upload.clone());
        Ok::<_, Problem>(upload.id)
    });
    kept.await.map_err(|error| Problem::internal(&error))?
}

fn find(app: &AppState, tenant: TenantId, id: MediaId) -> Result<Arc<Open>, Problem> {
    app.uploads.find(tenant, id).ok_or_else(Problem::not_found)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let read = headers.get(name).and_then(|value| value.to_str().ok()?.parse().ok());
    read.ok_or_else(|| Problem::invalid(vec![FieldError::new(name.as_str(), "missing", "A number of bytes.")]))
}

/// `filename` of the metadata, as tus writes it.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let metadata = headers.get(&METADATA)?.to_str().ok()?;
    let value = metadata.split(',').find_map(|pair| pair.trim().strip_prefix("filename "))?;
    String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
}
