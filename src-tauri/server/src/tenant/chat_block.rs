//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/block`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::ChatShape;

/// Whether somebody is blocked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct BlockChat {
    /// Whether the other side is blocked, or no longer.
    is_blocked: bool,
}

impl Form for BlockChat {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.is_blocked)
    }
}

/// Blocks the other side of a chat of two, or lets them through again: at WhatsApp as soon as there is a connection.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/block", operation_id = "tenant_block_chat", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = BlockChat,
    responses((status = 200, body = ChatShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn block_chat(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(is_blocked): Input<BlockChat>,
) -> Result<Json<ChatShape>, Problem> {
    app.host.block_chat(ctx.tenant(), chat, is_blocked).await?;
    let chat = ctx.chats(&app).await?.chat(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chat.into()))
}
