//! `DELETE /api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}`.

use axum::extract::State;
use axum::http::StatusCode;

use super::OfMessage;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// Deletes a message here and on the account's own devices. The other side keeps it; one that has not left leaves no more.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}", operation_id = "tenant_delete_message", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("messageId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn delete_message(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    OfMessage(chat, id): OfMessage,
) -> Result<StatusCode, Problem> {
    app.host.delete_for_me(ctx.tenant(), chat, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
