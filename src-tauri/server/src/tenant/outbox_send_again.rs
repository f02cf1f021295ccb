//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}/send-again`.

use axum::extract::State;
use axum::http::StatusCode;

use super::OfMessage;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// Lets something leave again that did not.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}/send-again", operation_id = "tenant_send_again", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("messageId" = String, Path)),
    responses((status = 202, description = "It waits for its turn."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn send_again(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    OfMessage(chat, id): OfMessage,
) -> Result<StatusCode, Problem> {
    app.host.send_again(ctx.tenant(), chat, &id).await?;
    Ok(StatusCode::ACCEPTED)
}
