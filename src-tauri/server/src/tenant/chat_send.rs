//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/send`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_sessions::{Destination, SendText};
use serde::Deserialize;
use utoipa::ToSchema;

use super::send::{SentMessage, checked_text};
use super::{IdempotencyKey, InChat};
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// A text for a chat that is there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendToChat {
    /// What it says: 1 to 65,536 characters.
    #[schema(min_length = 1, max_length = 65_536)]
    text: String,
}

impl Form for SendToChat {
    type Value = String;

    fn read(self) -> Result<String, Vec<FieldError>> {
        checked_text(self.text).map_err(|error| vec![error])
    }
}

/// Sends a text into a chat, just as `send` does to a number.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/send", operation_id = "tenant_send_to_chat", tag = "tenant",
    params(
        ("tenantId" = String, Path),
        ("chatId" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key sends once, for 24 hours at least.")
    ),
    request_body = SendToChat,
    responses((status = 202, body = SentMessage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn send_to_chat(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    IdempotencyKey(idempotency_key): IdempotencyKey,
    Input(text): Input<SendToChat>,
) -> Result<(StatusCode, Json<SentMessage>), Problem> {
    let wanted = SendText { to: Destination::Chat(chat), text, idempotency_key };
    let sent = app.host.send_text(ctx.tenant(), wanted).await?;
    Ok((StatusCode::ACCEPTED, Json(sent.into())))
}
