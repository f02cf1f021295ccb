//! `DELETE /api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}`.

use axum::extract::State;
use axum::http::StatusCode;

use super::OfMessage;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// Takes something out of the outbox that has not left, and discards it. What is on its way, or may have left before, is
/// refused with `may_have_left`: a message of these can be deleted for everyone.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}", operation_id = "tenant_cancel_send", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("messageId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn cancel_send(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    OfMessage(chat, id): OfMessage,
) -> Result<StatusCode, Problem> {
    app.host.cancel_send(ctx.tenant(), chat, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
