//! `GET` and `POST /api/whatsapp/{tenantId}/exports`, `GET` and `DELETE …/exports/{exportId}`, and the archive itself.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use portaria_domain::{Export, ExportId, ExportState, Language, TenantId, UnixMs};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::app::{App, AppState};
use crate::auth::{Control, ControlAndRead, TenantCtx};
use crate::exports;
use crate::input::{Form, Input, Params, bad_cursor, page_size};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::serving::{self, Whole};
use crate::shapes::{ExportPage, ExportShape, LanguageWord, SignedUrl};
use crate::signed_address::{self, Opens, Signed};

/// What is to be in an export.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportBody {
    /// Whether files of messages are to be in it.
    media: bool,
    /// The language of what explains it; the provider's when it is not said.
    language: Option<LanguageWord>,
}

impl Form for ExportBody {
    type Value = (bool, Option<Language>);

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        Ok((self.media, self.language.map(Into::into)))
    }
}

/// Which exports.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportRange {
    /// `nextCursor` of the page before.
    cursor: Option<String>,
    /// How many, 1 to 100; 20 when it is not said.
    limit: Option<u32>,
}

/// Puts all data of the tenant into one archive (ZIP): messages, people, files and the rest, as this API has them. It goes
/// on by itself, also after a restart, and the archive is kept for seven days. One that is being made is not begun again:
/// it is what this answers.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/exports", operation_id = "tenant_begin_export", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = ExportBody,
    responses((status = 202, body = ExportShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn begin_export(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Input((has_media, language)): Input<ExportBody>,
) -> Result<(StatusCode, Json<ExportShape>), Problem> {
    let (tenant, by) = (ctx.tenant(), ctx.proof().by.name());
    let language = language.unwrap_or_else(|| app.settings.language());
    // Once it is written down it goes on, also where nobody waits for the answer any more.
    let begun = app.clone().tasks.spawn(async move {
        let (export, events) = app.stores.begin_export(tenant, has_media, language, app.now()).await?;
        exports::make(&app.0, tenant, export.id);
        if !events.is_empty() {
            app.host.tell(tenant, events);
            app.audit(&by, "export.begun", Some(tenant)).await;
        }
        Ok::<_, Problem>(app.exports.as_of_now(export))
    });
    let export = begun.await.map_err(|error| Problem::internal(&error))??;
    Ok((StatusCode::ACCEPTED, Json(export.into())))
}

/// Lists exports, the newest first: the last twenty, and every one whose archive is kept.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/exports", operation_id = "tenant_list_exports", tag = "tenant",
    params(("tenantId" = String, Path), ExportRange),
    responses((status = 200, body = ExportPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn list_exports(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Params(range): Params<ExportRange>,
) -> Result<Json<ExportPage>, Problem> {
    let limit = page_size(range.limit, 20, 100)?;
    let before = range.cursor.map(|text| text.parse::<ExportId>().map_err(|_| bad_cursor())).transpose()?;
    let mut items = ctx.chats(&app).await?.exports(before, limit + 1).await?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| has_more).map(|last| last.id.to_string());
    Ok(Json(ExportPage {
        items: items.into_iter().map(|one| app.exports.as_of_now(one).into()).collect(),
        next_cursor,
    }))
}

/// Shows how far an export has come.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/exports/{exportId}", operation_id = "tenant_show_export", tag = "tenant",
    params(("tenantId" = String, Path), ("exportId" = String, Path)),
    responses((status = 200, body = ExportShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn show_export(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<ExportShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let export = find(&app, ctx.tenant(), id).await?;
    Ok(Json(app.exports.as_of_now(export).into()))
}

/// Takes an export away, with its archive. One that is being made is cancelled.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/exports/{exportId}", operation_id = "tenant_remove_export", tag = "tenant",
    params(("tenantId" = String, Path), ("exportId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn remove_export(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let (tenant, by) = (ctx.tenant(), ctx.proof().by.name());
    find(&app, tenant, id).await?;
    // It is removed whole, also where nobody waits for the answer any more.
    let removed = app.clone().tasks.spawn(async move {
        let events = app.stores.remove_export(tenant, id, app.now()).await?;
        app.exports.cancel(id);
        app.host.tell(tenant, events);
        app.audit(&by, "export.removed", Some(tenant)).await;
        let of_task = app.clone();
        app.tasks.spawn(async move { exports::collect(&of_task, tenant).await });
        Ok::<_, Problem>(())
    });
    removed.await.map_err(|error| Problem::internal(&error))??;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the archive of an export to be saved, once it is ready. Takes `Range`, `If-Range` and `If-None-Match`.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/exports/{exportId}/file", operation_id = "tenant_show_export_file", tag = "tenant",
    params(("tenantId" = String, Path), ("exportId" = String, Path)),
    responses(
        (status = 200, description = "The archive.", content_type = "application/zip"),
        (status = 206, description = "The part that was asked for.", content_type = "application/zip"),
        (status = 304, description = "It is the one that the caller has."),
        (status = 416, description = "The part lies outside of the archive."),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn show_export_file(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = archive(&app, ctx.tenant(), id.parse().ok(), &headers).await?;
    // Whatever part of it: all but the first byte is as good as all of it.
    app.audit(&ctx.proof().by.name(), "export.downloaded", Some(ctx.tenant())).await;
    Ok(answer)
}

/// Gives an address of the archive that opens without a credential for as long as the archive is kept, so that what was
/// broken off is resumed. It is closed with the login or key that asked for it.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/exports/{exportId}/url", operation_id = "tenant_sign_export", tag = "tenant",
    params(("tenantId" = String, Path), ("exportId" = String, Path)),
    responses((status = 200, body = SignedUrl), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn sign_export(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<SignedUrl>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let (_, kept_until) = ready(&app, &find(&app, ctx.tenant(), id).await?)?;
    app.audit(&ctx.proof().by.name(), "export.downloaded", Some(ctx.tenant())).await;
    let (id, by) = (id.to_string(), ctx.proof().by.name());
    let url = signed_address::path(&app, ctx.tenant(), Opens::Exports, &id, kept_until.0, &by);
    Ok(Json(SignedUrl { url, expires_at_ms: kept_until.0 }))
}

/// Gives the archive by a signed address, just as `…/exports/{exportId}/file` does.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/exports/{exportId}/signed", operation_id = "show_signed_export", tag = "tenant",
    params(("tenantId" = String, Path), ("exportId" = String, Path), Signed),
    responses(
        (status = 200, description = "The archive.", content_type = "application/zip"),
        (status = 403, body = ProblemBody, description = "Not signed here, or its time is over.", content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    )
)]
pub(crate) async fn show_signed_export(
    State(app): State<AppState>,
    Path((tenant, id)): Path<(String, String)>,
    Params(signed): Params<Signed>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id.parse::<ExportId>().ok();
    let tenant = signed_address::opened(&app, &tenant, Opens::Exports, id.map(|id| id.to_string()), &signed).await?;
    archive(&app, tenant, id, &headers).await
}

async fn find(app: &App, tenant: TenantId, id: ExportId) -> Result<Export, Problem> {
    app.stores.chats(tenant).await?.export(id).await?.ok_or_else(Problem::not_found)
}

/// How long the archive of an export is, in bytes, and until when it is kept, where it is there and its time is not over.
fn ready(app: &App, export: &Export) -> Result<(u64, UnixMs), Problem> {
    let is_there = export.state == ExportState::Ready && export.kept_until.is_some_and(|until| app.now() < until);
    export.size_bytes.zip(export.kept_until).filter(|_| is_there).ok_or_else(|| {
        Problem::new(Code::ExportNotReady, "Wait until it is ready, or ask for another one: it is kept for seven days.")
    })
}

async fn archive(app: &App, tenant: TenantId, id: Option<ExportId>, headers: &HeaderMap) -> Result<Response, Problem> {
    let export = find(app, tenant, id.ok_or_else(Problem::not_found)?).await?;
    let (id, name) = (export.id, file_name(app, tenant, &export).await?);
    let chats = app.stores.chats(tenant).await?;
    let whole = Whole {
        tag: format!("\"{id}\""),
        size_bytes: ready(app, &export)?.0,
        content_type: "application/zip",
        is_attachment: true,
        file_name: Some(name),
    };
    Ok(serving::in_parts(headers, whole, |from, bytes| exports::body(chats, id, from, bytes)))
}

/// The tenant's name and the day.
async fn file_name(app: &App, tenant: TenantId, export: &Export) -> Result<String, Problem> {
    let tenant = app.stores.tenant(tenant).await?.ok_or_else(Problem::not_found)?;
    Ok(format!("{} {}.zip", tenant.name, exports::day(export.asked_at)))
}
