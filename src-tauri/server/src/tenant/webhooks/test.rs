//! `POST /api/whatsapp/{tenantId}/webhooks/{webhookId}/test`.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::AttemptShape;

/// Sends an event `webhook.test` with empty `data` once, whatever the webhook's state, and tells what came of it. It may
/// take 15 s.
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
    Ok(Json(app.webhooks.test(ctx.tenant(), &webhook, app.now()).await.into()))
}
