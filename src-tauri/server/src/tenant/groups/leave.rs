//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/leave`.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::tenant::InChat;

/// Leaves a group. Its messages stay; to come back takes somebody who adds the account, or a link.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/leave", operation_id = "tenant_leave_group", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 204, description = "The account is in it no longer."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn leave_group(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<StatusCode, Problem> {
    app.host.leave_group(ctx.tenant(), chat).await?;
    Ok(StatusCode::NO_CONTENT)
}
