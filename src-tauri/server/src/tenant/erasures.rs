//! `POST /api/whatsapp/{tenantId}/contacts/{contactId}/erase`, and `GET …/erasures` and `…/erasures/{erasureId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ErasureShape;

/// Erases everything of one person, for good: the conversation with them, what they wrote in groups, their files, what is
/// known of them, and what names them in others' messages. It goes on by itself, also after a restart. What others wrote
/// about them in words of their own stays, and so does what the phone and WhatsApp hold.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/contacts/{contactId}/erase", operation_id = "tenant_erase_contact", tag = "tenant",
    params(("tenantId" = String, Path), ("contactId" = String, Path)),
    responses((status = 202, body = ErasureShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn erase_contact(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<(StatusCode, Json<ErasureShape>), Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let (tenant, by) = (ctx.tenant(), ctx.proof().by.name());
    // Once it is written down it goes on, also where nobody waits for the answer any more.
    let begun = app.clone().tasks.spawn(async move {
        let erasure = app.host.erase_person(tenant, id).await?;
        app.audit(&by, "contact.erased", Some(tenant)).await;
        Ok::<_, Problem>(erasure)
    });
    let erasure = begun.await.map_err(|error| Problem::internal(&error))??;
    Ok((StatusCode::ACCEPTED, Json(erasure.into())))
}

/// Lists erasures that go on and proofs of those that are over, the newest first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/erasures", operation_id = "tenant_list_erasures", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<ErasureShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_erasures(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<ErasureShape>>, Problem> {
    let erasures = ctx.chats(&app).await?.erasures().await?;
    Ok(Json(erasures.into_iter().map(Into::into).collect()))
}

/// Shows how far an erasure has come, or its proof.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/erasures/{erasureId}", operation_id = "tenant_show_erasure", tag = "tenant",
    params(("tenantId" = String, Path), ("erasureId" = String, Path)),
    responses((status = 200, body = ErasureShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_erasure(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<ErasureShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let erasure = ctx.chats(&app).await?.erasure(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(erasure.into()))
}
