//! `POST /api/whatsapp/{tenantId}/webhooks/{webhookId}/pause` and `…/resume`.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::WebhookShape;

/// Lets what happens wait, for five days at most; then the webhook is disabled. One that is disabled stays so.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/pause", operation_id = "tenant_pause_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)),
    responses((status = 200, body = WebhookShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn pause_webhook(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<WebhookShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let paused = ctx.chats(&app).await?.pause_webhook(id, app.now()).await?;
    let webhook = paused.ok_or_else(Problem::not_found)?;
    app.webhooks.look_again(ctx.tenant());
    app.audit(&ctx.proof().by.name(), "webhook.paused", Some(ctx.tenant())).await;
    Ok(Json(webhook.into()))
}

/// Sends again. After a pause also what happened meanwhile is sent; of a webhook that was disabled what happens from now
/// on, and the rest by `send-again`.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/resume", operation_id = "tenant_resume_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)),
    responses((status = 200, body = WebhookShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn resume_webhook(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<WebhookShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let resumed = ctx.chats(&app).await?.resume_webhook(id, app.now()).await?;
    let webhook = resumed.ok_or_else(Problem::not_found)?;
    app.webhooks.look_again(ctx.tenant());
    app.audit(&ctx.proof().by.name(), "webhook.resumed", Some(ctx.tenant())).await;
    Ok(Json(webhook.into()))
}
