//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/send`.

use axum::extract::State;
use portaria_sessions::Destination;
use serde::Deserialize;
use utoipa::ToSchema;

use super::draft::{DraftBody, Parts, ReadDraft};
use super::send::{self, Handed, SentMessage};
use super::{IdempotencyKey, InChat};
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, ProblemBody};

/// A text or any other kind for a chat that is there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SendToChat {
    /// A text: 1 to 65,536 characters. For every other kind there is `message`.
    #[schema(min_length = 1, max_length = 65_536)]
    text: Option<String>,
    /// What is to be sent, where it is not a plain text.
    message: Option<DraftBody>,
    /// The message of this chat that it answers.
    quote: Option<String>,
    /// Phone numbers or addresses of whom it mentions.
    #[serde(default)]
    mentions: Vec<String>,
    /// Not before this moment, RFC 3339.
    #[schema(format = DateTime)]
    send_at: Option<String>,
}

impl Form for SendToChat {
    type Value = ReadDraft;

    fn read(self) -> Result<ReadDraft, Vec<FieldError>> {
        let Self { text, message, quote, mentions, send_at } = self;
        ReadDraft::read(Parts { text, message, quote, mentions, send_at })
    }
}

/// Sends something into a chat, just as `send` does to a number.
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
    IdempotencyKey(client_key): IdempotencyKey,
    Input(draft): Input<SendToChat>,
) -> Handed {
    let to = Destination::Chat(chat);
    send::answer(&app, ctx.tenant(), ctx.proof().sent_by(), to, draft, client_key).await
}
