//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/receipts`.

use axum::Json;
use axum::extract::State;

use super::OfMessage;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ReceiptShape;

/// Lists how far an own message has come with each person.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/receipts", operation_id = "tenant_list_receipts", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("messageId" = String, Path)),
    responses((status = 200, body = Vec<ReceiptShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_receipts(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    OfMessage(chat, id): OfMessage,
) -> Result<Json<Vec<ReceiptShape>>, Problem> {
    let chats = ctx.chats(&app).await?;
    chats.message(chat, &id).await?.ok_or_else(Problem::not_found)?;
    let receipts = chats.message_receipts(chat, &id).await?;
    Ok(Json(receipts.into_iter().map(Into::into).collect()))
}
