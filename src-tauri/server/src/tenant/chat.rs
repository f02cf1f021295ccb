//! `GET /api/whatsapp/{tenantId}/chats/{chatId}`.

use axum::Json;
use axum::extract::State;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ChatShape;

/// Shows one chat. One that was merged into another is shown as that one, under its id.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}", operation_id = "tenant_show_chat", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = ChatShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_chat(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<ChatShape>, Problem> {
    let chat = ctx.chats(&app).await?.chat_or_merged(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chat.into()))
}
