//! `POST /api/whatsapp/{tenantId}/media`: a file in one piece.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use portaria_domain::{TenantId, is_blank, without_deception};
use portaria_storage::BlobWriter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::form::FormBody;
use crate::app::{App, AppState};
use crate::auth::{MediaAndSend, TenantCtx};
use crate::input::Params;
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::UploadShape;
use crate::uploads::write;

/// The largest file, in bytes: WhatsApp's largest document that we carry.
pub(crate) const LARGEST_BYTES: u64 = 100_000_000;
/// How long the next piece of a body may take.
const PIECE_DEADLINE: Duration = Duration::from_secs(30);
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 255;

/// What is said of a file that is uploaded.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadMedia {
    /// Its name, up to 255 characters.
    file_name: Option<String>,
}

/// Checks the name of a file. What would make it show something else than it is, such as another ending, is left out.
pub(super) fn named(name: Option<String>) -> Result<Option<String>, FieldError> {
    let name = name.map(|name| without_deception(&name));
    match name.filter(|name| !is_blank(name)) {
        Some(name) if name.chars().count() > LONGEST_NAME => {
            Err(FieldError::new("fileName", "too_long", "A name has at most 255 characters."))
        }
        name => Ok(name),
    }
}

/// Uploads a file to be sent, of up to 100 MB: as the body itself, or as the field `file` of a form. A message names it
/// by its id within a day. For one that can be resumed there is `…/media/uploads`.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/media", operation_id = "tenant_upload_media", tag = "tenant",
    params(("tenantId" = String, Path), UploadMedia),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = UploadShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["media", "send"]))
)]
pub(crate) async fn upload_media(
    ctx: TenantCtx<MediaAndSend>,
    State(app): State<AppState>,
    Params(UploadMedia { file_name }): Params<UploadMedia>,
    request: Request,
) -> Result<(StatusCode, Json<UploadShape>), Problem> {
    let tenant = ctx.tenant();
    let _share = app.pools.uploads.take(ctx.proof().holder(), 1).ok_or_else(|| Problem::rate_limited(5))?;
    let name = named(file_name).map_err(|error| Problem::invalid(vec![error]))?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let (writer, name) = if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        of_form(&app, tenant, request, name).await?
    } else {
        let size_bytes = announced(request.headers());
        let pieces = Body::into_data_stream(request.into_body());
        (take(&app, tenant, size_bytes, pieces.map_err(|_| broken_off())).await?, name)
    };
    let upload = app.host.finish_upload(tenant, writer, name).await?;
    Ok((StatusCode::CREATED, Json(upload.into())))
}

/// The field `file` of a form; its own name, unless the address says another.
async fn of_form(
    app: &App,
    tenant: TenantId,
    request: Request,
    name: Option<String>,
) -> Result<(BlobWriter, Option<String>), Problem> {
    let size_bytes = announced(request.headers());
    let missing = || Problem::invalid(vec![FieldError::new("file", "missing", "The form has no field `file`.")]);
    let (parts, body) = request.into_parts();
    let (body, has_file) = FormBody::new(body);
    let request = Request::from_parts(parts, Body::from_stream(body));
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| missing())?;
    while let Some(field) = form.next_field().await.map_err(|_| broken_off())? {
        if field.name() == Some("file") {
            has_file.store(true, Ordering::Relaxed);
            let own = named(field.file_name().map(str::to_owned)).map_err(|error| Problem::invalid(vec![error]))?;
            let writer = take(app, tenant, size_bytes, field.map_err(|_| broken_off())).await?;
            return Ok((writer, name.or(own)));
        }
    }
    Err(missing())
}

/// How long a body says that it is, in bytes; 0 where it does not.
fn announced(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    length.unwrap_or_default()
}

/// Writes a body as it comes.
async fn take(
    app: &App,
    tenant: TenantId,
    size_bytes: u64,
    pieces: impl Stream<Item = Result<Bytes, Problem>>,
) -> Result<BlobWriter, Problem> {
    let mut pieces = std::pin::pin!(pieces);
    let mut writer = app.host.begin_upload(tenant, size_bytes).await?;
    while let Some(piece) = next(&mut pieces).await? {
        if writer.size_bytes() + piece.len() as u64 > LARGEST_BYTES {
            return Err(too_large());
        }
        writer = write(writer, piece).await?;
    }
    if writer.size_bytes() == 0 {
        return Err(Problem::invalid(vec![FieldError::new("file", "missing", "The file is empty.")]));
    }
    Ok(writer)
}

/// The next piece of a body, in time.
pub(in crate::tenant) async fn next(
    pieces: &mut (impl Stream<Item = Result<Bytes, Problem>> + Unpin),
) -> Result<Option<Bytes>, Problem> {
    let late = |_| Problem::new(Code::RequestTimeout, "The file came too slowly. Resume it, or send it again.");
    tokio::time::timeout(PIECE_DEADLINE, pieces.next()).await.map_err(late)?.transpose()
}

pub(super) fn too_large() -> Problem {
    Problem::new(Code::PayloadTooLarge, "A file has at most 100 MB.")
}

pub(in crate::tenant) fn broken_off() -> Problem {
    Problem::new(Code::BadUpload, "The body ended before the file did. Resume it, or send it again.")
}
