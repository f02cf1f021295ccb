//! `POST /api/whatsapp/{tenantId}/webhooks/{webhookId}/test`.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::AttemptShape;

/// Sends an event `webhook.test` with empty `data` once, whatever the webhook's state, and tells what came of it. It may
/// take 25 s; `rate_limited`: it could not be sent in the first 10 of them, since too much else is under way.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/test", operation_id = "tenant_test_webhook", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)),
    responses((status = 200, body = AttemptShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn test_webhook(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<AttemptShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let webhook = ctx.chats(&app).await?.webhook(id).await?.ok_or_else(Problem::not_found)?;
    let attempt = app.webhooks.test(ctx.tenant(), &webhook, &*app.clock).await;
    Ok(Json(attempt.ok_or_else(|| Problem::rate_limited(60))?.into()))
}
