//! `POST /api/whatsapp/{tenantId}/contacts/imports`, `GET` and `DELETE …/imports/{importId}`, `GET …/people` and
//! `POST …/start` below it.

use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use futures_util::TryStreamExt as _;
use portaria_domain::{ContactImportId, PhoneNumber};
use serde::Deserialize;
use utoipa::IntoParams;

use super::check::TypedIn;
use super::filed::{self, ReadNumber, Unreadable};
use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Params, page_size};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::{ImportShape, ImportStateWord, ImportedShape};
use crate::tenant::media::upload::{broken_off, next};

/// The largest file, in bytes.
const LARGEST_BYTES: usize = 10_000_000;
/// Farther than any file goes.
const FARTHEST: u32 = 1_000_000;

/// How the numbers of a file are read.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct ReadImport {
    /// In which country a number without a country code is read; none is added when it is not said.
    #[param(inline)]
    typed_in: Option<TypedIn>,
}

/// Which people of a file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportedFilter {
    /// Those who stand so; all when it is not said.
    #[param(inline)]
    state: Option<ImportStateWord>,
    /// How many to leave out.
    offset: Option<u32>,
    /// How many, 1 to 500; 100 when it is not said.
    limit: Option<u32>,
}

/// The file that a path names.
pub(crate) struct OfImport(ContactImportId);

impl<S: std::marker::Send + Sync> FromRequestParts<S> for OfImport {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let id = params.iter().find(|(name, _)| *name == "importId").and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or_else(Problem::not_found)
    }
}

/// Reads a file of people, of up to 10 MB and 10,000 numbers, and compares it with the phone's address book: vCards
/// 2.1, 3.0 and 4.0, or a table as Google, Outlook and `contacts/export` write it, in UTF-8, UTF-16 or Windows-1252.
/// Nothing is saved until it is started.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/contacts/imports", operation_id = "tenant_read_import", tag = "tenant",
    params(("tenantId" = String, Path), ReadImport),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = ImportShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn read_import(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Params(ReadImport { typed_in }): Params<ReadImport>,
    request: Request,
) -> Result<(StatusCode, Json<ImportShape>), Problem> {
    let share = app.pools.body_bytes.take(ctx.proof().holder(), LARGEST_BYTES);
    let _share = share.ok_or_else(|| Problem::rate_limited(5))?;
    let file = whole(request.into_body()).await?;
    let number: ReadNumber = match typed_in {
        Some(TypedIn::Br) => |typed| PhoneNumber::typed_in_brazil(typed).ok(),
        None => |typed| typed.parse().ok(),
    };
    let people = tokio::task::spawn_blocking(move || filed::read(&file, number)).await;
    let people = people.map_err(|error| Problem::internal(&error))?.map_err(unreadable)?;
    let id = app.host.read_import(ctx.tenant(), people).await?;
    let import = ctx.chats(&app).await?.contact_import(id).await?.ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(import.into())))
}

/// The whole body, within its bound.
async fn whole(body: Body) -> Result<Vec<u8>, Problem> {
    let mut pieces = std::pin::pin!(body.into_data_stream().map_err(|_| broken_off()));
    let mut file = Vec::new();
    while let Some(piece) = next(&mut pieces).await? {
        if file.len() + piece.len() > LARGEST_BYTES {
            return Err(Problem::new(Code::PayloadTooLarge, "A file of people has at most 10 MB."));
        }
        file.extend_from_slice(&piece);
    }
    Ok(file)
}

fn unreadable(why: Unreadable) -> Problem {
    let (code, detail) = match why {
        Unreadable::NoTable => ("invalid", "Send vCards, or a table with a column of numbers, saved as CSV."),
        Unreadable::Empty => ("missing", "Nobody is in it."),
        Unreadable::TooMany => ("too_long", "Send at most 10,000 numbers at a time."),
    };
    Problem::invalid(vec![FieldError::new("file", code, detail)])
}

/// Shows how far a file of people has come.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts/imports/{importId}", operation_id = "tenant_show_import", tag = "tenant",
    params(("tenantId" = String, Path), ("importId" = String, Path)),
    responses((status = 200, body = ImportShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_import(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    OfImport(id): OfImport,
) -> Result<Json<ImportShape>, Problem> {
    let import = ctx.chats(&app).await?.contact_import(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(import.into()))
}

/// Lists people of a file in its order.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts/imports/{importId}/people", operation_id = "tenant_list_imported", tag = "tenant",
    params(("tenantId" = String, Path), ("importId" = String, Path), ImportedFilter),
    responses((status = 200, body = Vec<ImportedShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_imported(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    OfImport(id): OfImport,
    Params(filter): Params<ImportedFilter>,
) -> Result<Json<Vec<ImportedShape>>, Problem> {
    let limit = u32::try_from(page_size(filter.limit, 100, 500)?).unwrap_or(500);
    let offset = filter.offset.unwrap_or(0);
    if offset > FARTHEST {
        return Err(Problem::invalid(vec![FieldError::new("offset", "invalid", "There is nobody there.")]));
    }
    let chats = ctx.chats(&app).await?;
    chats.contact_import(id).await?.ok_or_else(Problem::not_found)?;
    let people = chats.imported_contacts(id, filter.state.map(Into::into), offset, limit).await?;
    Ok(Json(people.into_iter().map(Into::into).collect()))
}

/// Starts to put the people of a file into the phone's address book: in the background, while there is a connection.
/// WhatsApp is asked which numbers it has, two or three in a second; who has none is not saved. Started again it goes
/// on.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/contacts/imports/{importId}/start", operation_id = "tenant_start_import", tag = "tenant",
    params(("tenantId" = String, Path), ("importId" = String, Path)),
    responses((status = 202, body = ImportShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn start_import(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    OfImport(id): OfImport,
) -> Result<(StatusCode, Json<ImportShape>), Problem> {
    app.host.begin_import(ctx.tenant(), id).await?;
    let import = ctx.chats(&app).await?.contact_import(id).await?.ok_or_else(Problem::not_found)?;
    Ok((StatusCode::ACCEPTED, Json(import.into())))
}

/// Removes a file of people, and ends what goes on of it. Who is saved stays in the address book.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/contacts/imports/{importId}", operation_id = "tenant_remove_import", tag = "tenant",
    params(("tenantId" = String, Path), ("importId" = String, Path)),
    responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn remove_import(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    OfImport(id): OfImport,
) -> Result<StatusCode, Problem> {
    app.host.forget_import(ctx.tenant(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
