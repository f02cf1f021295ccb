//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/typing`.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// Whether somebody types here.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typing {
    /// Whether somebody types, or no longer.
    typing: bool,
}

impl Form for Typing {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.typing)
    }
}

/// Shows the other side that somebody types, or no longer.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/typing", operation_id = "tenant_set_typing", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = Typing,
    responses((status = 204, description = "It is shown."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_typing(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(typing): Input<Typing>,
) -> Result<StatusCode, Problem> {
    app.host.set_typing(ctx.tenant(), chat, typing).await?;
    Ok(StatusCode::NO_CONTENT)
}
