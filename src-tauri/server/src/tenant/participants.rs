//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/participants`.

use axum::Json;
use axum::extract::State;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ParticipantShape;

/// Lists who is in a group, owners and admins first; empty for a chat of two.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/participants", operation_id = "tenant_list_participants", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = Vec<ParticipantShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_participants(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<Vec<ParticipantShape>>, Problem> {
    let chats = ctx.chats(&app).await?;
    chats.chat(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chats.participants(chat).await?.into_iter().map(Into::into).collect()))
}
