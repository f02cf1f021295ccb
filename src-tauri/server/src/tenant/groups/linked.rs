//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/groups`.

use axum::Json;
use axum::extract::State;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ChatShape;
use crate::tenant::InChat;

/// Lists the groups of a community that are known here, also those that the account left, its announcements first; empty
/// for what belongs to none.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/groups", operation_id = "tenant_list_community_groups", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = Vec<ChatShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_community_groups(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<Vec<ChatShape>>, Problem> {
    let chats = ctx.chats(&app).await?;
    chats.chat(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chats.community_groups(chat).await?.into_iter().map(Into::into).collect()))
}
