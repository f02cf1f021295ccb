//! `GET`, `POST` and `DELETE /api/whatsapp/{tenantId}/webhooks/{webhookId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::form::WebhookChangeBody;
use crate::app::AppState;
use crate::auth::{Control, ControlAndRead, TenantCtx};
use crate::input::Input;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::WebhookShape;

/// Shows a webhook.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}", operation_id = "tenant_show_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)),
    responses((status = 200, body = WebhookShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn show_webhook(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<WebhookShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let webhook = ctx.chats(&app).await?.webhook(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(webhook.into()))
}

/// Changes a webhook. What waits for it goes to the new address, as far as it still asks for that.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}", operation_id = "tenant_change_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)), request_body = WebhookChangeBody,
    responses((status = 200, body = WebhookShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn change_webhook(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    Input(change): Input<WebhookChangeBody>,
) -> Result<Json<WebhookShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let webhook = ctx.chats(&app).await?.change_webhook(id, change).await?.ok_or_else(Problem::not_found)?;
    app.webhooks.look_again(ctx.tenant());
    app.audit(&ctx.proof().by.name(), "webhook.changed", Some(ctx.tenant())).await;
    Ok(Json(webhook.into()))
}

/// Takes a webhook away, with everything that waits for it.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}", operation_id = "tenant_remove_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn remove_webhook(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    if !app.stores.remove_webhook(ctx.tenant(), id).await? {
        return Err(Problem::not_found());
    }
    app.webhooks.look_again(ctx.tenant());
    app.audit(&ctx.proof().by.name(), "webhook.removed", Some(ctx.tenant())).await;
    Ok(StatusCode::NO_CONTENT)
}
