//! `POST /api/whatsapp/{tenantId}/webhooks/{webhookId}/rotate`.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::WebhookWithSecret;
use crate::webhooks::new_secret;

/// How long the secret before holds, in milliseconds.
const BOTH_HOLD_MS: i64 = 24 * 60 * 60_000;

/// Gives a webhook another secret, which is shown this once. For 24 hours deliveries are signed with both.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/rotate", operation_id = "tenant_rotate_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)),
    responses((status = 200, body = WebhookWithSecret), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn rotate_webhook(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<WebhookWithSecret>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let rotated = ctx.chats(&app).await?.rotate_webhook(id, new_secret(), app.now() + BOTH_HOLD_MS).await?;
    let webhook = rotated.ok_or_else(Problem::not_found)?;
    app.audit(&ctx.proof().by.name(), "webhook.rotated", Some(ctx.tenant())).await;
    Ok(Json(webhook.into()))
}
