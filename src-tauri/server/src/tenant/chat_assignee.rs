//! `POST` and `DELETE /api/whatsapp/{tenantId}/chats/{chatId}/assignee`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{AttendantId, ChatId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::ChatShape;

/// Who is to see to a chat.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AssigneeBody {
    /// The attendant.
    attendant_id: String,
}

impl Form for AssigneeBody {
    type Value = AttendantId;

    fn read(self) -> Result<AttendantId, Vec<FieldError>> {
        self.attendant_id.parse().map_err(|_| vec![unknown()])
    }
}

/// Gives a chat to an attendant. WhatsApp is not told.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/assignee", operation_id = "tenant_assign_chat", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = AssigneeBody,
    responses((status = 200, body = ChatShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn assign_chat(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(attendant): Input<AssigneeBody>,
) -> Result<Json<ChatShape>, Problem> {
    assign(&ctx, &app, chat, Some(attendant)).await
}

/// Lets a chat be nobody's.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/chats/{chatId}/assignee", operation_id = "tenant_unassign_chat", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = ChatShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn unassign_chat(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<ChatShape>, Problem> {
    assign(&ctx, &app, chat, None).await
}

async fn assign(
    ctx: &TenantCtx<Send>,
    app: &AppState,
    chat: ChatId,
    to: Option<AttendantId>,
) -> Result<Json<ChatShape>, Problem> {
    if !app.host.assign_chat(ctx.tenant(), chat, to).await? {
        return Err(Problem::invalid(vec![unknown()]));
    }
    let chat = ctx.chats(app).await?.chat(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chat.into()))
}

fn unknown() -> FieldError {
    FieldError::new("attendantId", "invalid", "This is no attendant's id.")
}
