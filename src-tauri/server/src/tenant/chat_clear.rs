//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/clear` and `…/delete`.

use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::ChatChange;
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// What stays when a chat is emptied.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ClearChat {
    /// Whether messages with a star stay.
    keeps_starred: bool,
}

impl Form for ClearChat {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.keeps_starred)
    }
}

/// Deletes every message of a chat, here and on the phone. The other side keeps them.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/clear", operation_id = "tenant_clear_chat", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = ClearChat,
    responses((status = 204, description = "It is empty."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn clear_chat(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(keeps_starred): Input<ClearChat>,
) -> Result<StatusCode, Problem> {
    let change = ChatChange::Cleared { until: app.clock.now(), keeps_starred };
    app.host.change_chat(ctx.tenant(), chat, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a chat with its messages, here and on the phone. The other side keeps them.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/delete", operation_id = "tenant_delete_chat", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn delete_chat(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<StatusCode, Problem> {
    let change = ChatChange::Deleted { until: app.clock.now() };
    app.host.change_chat(ctx.tenant(), chat, change).await?;
    Ok(StatusCode::NO_CONTENT)
}
