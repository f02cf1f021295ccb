//! `GET` and `POST /api/whatsapp/{tenantId}/chats/{chatId}/invite-link`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// The link by which people join a group.
#[derive(Serialize, ToSchema)]
pub(crate) struct InviteLink {
    /// The link. Whoever has it can join, or ask to.
    url: String,
}

/// Shows the link by which people join a group.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/invite-link", operation_id = "tenant_show_invite_link", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = InviteLink), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn show_invite_link(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<InviteLink>, Problem> {
    Ok(Json(InviteLink { url: app.host.invite_link(ctx.tenant(), chat, false).await? }))
}

/// Makes a fresh link to join by; the one before opens nothing any more.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/invite-link", operation_id = "tenant_renew_invite_link", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = InviteLink), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn renew_invite_link(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<InviteLink>, Problem> {
    Ok(Json(InviteLink { url: app.host.invite_link(ctx.tenant(), chat, true).await? }))
}
