//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/labels`.

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

/// How many labels a chat may have: WhatsApp has no more.
const MOST: usize = 20;

/// Which labels a chat has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatLabels {
    /// Their ids; the chat loses those that are not here.
    labels: Vec<String>,
}

impl Form for ChatLabels {
    type Value = Vec<String>;

    fn read(self) -> Result<Vec<String>, Vec<FieldError>> {
        let mut labels = self.labels;
        labels.sort();
        labels.dedup();
        if labels.len() > MOST {
            return Err(vec![FieldError::new("labels", "invalid", "At most 20.")]);
        }
        Ok(labels)
    }
}

/// Gives a chat exactly these labels, here and on the phone: there as soon as there is a connection.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/labels", operation_id = "tenant_set_chat_labels", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = ChatLabels,
    responses((status = 200, body = ChatShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_chat_labels(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(labels): Input<ChatLabels>,
) -> Result<Json<ChatShape>, Problem> {
    app.host.set_chat_labels(ctx.tenant(), chat, labels).await?;
    let chat = ctx.chats(&app).await?.chat(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chat.into()))
}
