//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/read`.

use axum::extract::State;
use axum::http::StatusCode;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// Marks a chat as read, here and for the senders.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/read", operation_id = "tenant_mark_read", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 204, description = "It is read."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn mark_read(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<StatusCode, Problem> {
    app.host.mark_chat_read(ctx.tenant(), chat).await?;
    Ok(StatusCode::NO_CONTENT)
}
