//! `POST /api/whatsapp/{tenantId}/send`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{Jid, PhoneNumber};
use portaria_sessions::{Destination, SendText, Sent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::IdempotencyKey;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::MessageShape;

/// The longest text that WhatsApp carries, in characters.
const LONGEST_TEXT: usize = 65_536;

/// A text to send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendMessage {
    /// A phone number in any writing, or the WhatsApp address of a person or a group.
    #[schema(max_length = 100)]
    to: String,
    /// What it says: 1 to 65,536 characters.
    #[schema(min_length = 1, max_length = 65_536)]
    text: String,
}

impl Form for SendMessage {
    type Value = (Destination, String);

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        match (destination(&self.to), checked_text(self.text)) {
            (Ok(to), Ok(text)) => Ok((to, text)),
            (to, text) => Err([to.err(), text.err()].into_iter().flatten().collect()),
        }
    }
}

fn destination(to: &str) -> Result<Destination, FieldError> {
    let refuse = |detail: &str| FieldError::new("to", "invalid", detail);
    if to.contains('@') {
        let jid = Jid::recipient(to).map_err(|_| refuse("Not the WhatsApp address of a person or a group."))?;
        Ok(Destination::Jid(jid))
    } else {
        let phone: PhoneNumber =
            to.parse().map_err(|error: portaria_domain::InvalidPhone| refuse(&error.to_string()))?;
        Ok(Destination::Phone(phone))
    }
}

/// A text that WhatsApp carries.
pub(super) fn checked_text(text: String) -> Result<String, FieldError> {
    if text.trim().is_empty() {
        Err(FieldError::new("text", "invalid", "The text is empty."))
    } else if text.chars().count() > LONGEST_TEXT {
        Err(FieldError::new("text", "too_long", "A text has at most 65,536 characters."))
    } else {
        Ok(text)
    }
}

/// A message that is on disk and on its way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentMessage {
    /// WhatsApp's id, which it keeps.
    id: String,
    /// The chat it is in.
    chat_id: String,
    /// How far it has come.
    status: String,
    /// Whether it was there before, under the same idempotency key.
    duplicate: bool,
    /// The message, as the chat shows it.
    message: MessageShape,
}

impl From<Sent> for SentMessage {
    fn from(sent: Sent) -> Self {
        Self {
            id: sent.message.id.to_string(),
            chat_id: sent.message.chat.to_string(),
            status: sent.message.status.as_str().to_owned(),
            duplicate: sent.duplicate,
            message: sent.message.into(),
        }
    }
}

/// Sends a text. It is on disk when this answers, and leaves as soon as the session is connected.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/send", operation_id = "tenant_send", tag = "tenant",
    params(
        ("tenantId" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key sends once, for 24 hours at least.")
    ),
    request_body = SendMessage,
    responses((status = 202, body = SentMessage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn send(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    IdempotencyKey(idempotency_key): IdempotencyKey,
    Input((to, text)): Input<SendMessage>,
) -> Result<(StatusCode, Json<SentMessage>), Problem> {
    let sent = app.host.send_text(ctx.tenant(), SendText { to, text, idempotency_key }).await?;
    Ok((StatusCode::ACCEPTED, Json(sent.into())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_destination_is_a_number_or_an_address_of_a_person_or_group() {
        assert!(matches!(destination("+55 11 90000-0001"), Ok(Destination::Phone(_)))); // invented number
        for jid in ["5511900000001@s.whatsapp.net", "123@lid", "120363-1@g.us"] {
            assert!(matches!(destination(jid), Ok(Destination::Jid(_))), "{jid}");
        }
        for bad in [
            "",
            "x",
            "status@broadcast",
            "1@newsletter",
            "1@evil.com",
            "5511900000001:3@s.whatsapp.net",
            "abc@s.whatsapp.net",
        ] {
            assert!(destination(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_text_is_neither_empty_nor_endless() {
        assert!(checked_text("x".repeat(65_536)).is_ok());
        assert!(checked_text("x".repeat(65_537)).is_err());
        assert!(checked_text(" \n".to_owned()).is_err());
    }
}
