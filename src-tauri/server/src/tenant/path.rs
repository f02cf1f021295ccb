//! What addresses below a tenant name.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use portaria_domain::{ChatId, MessageId};

use crate::problem::Problem;

/// The chat that an address names. Whether the tenant has it, the tenant's own store says.
pub(crate) struct InChat(pub ChatId);

impl<S: Send + Sync> FromRequestParts<S> for InChat {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let chat = params.iter().find(|(name, _)| *name == "chatId").and_then(|(_, value)| value.parse().ok());
        chat.map(Self).ok_or_else(Problem::not_found)
    }
}

/// The message that an address names, in the chat that it names.
pub(crate) struct OfMessage(pub ChatId, pub MessageId);

impl<S: Send + Sync> FromRequestParts<S> for OfMessage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let InChat(chat) = InChat::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let id = params.iter().find(|(name, _)| *name == "messageId").and_then(|(_, id)| MessageId::parse(id).ok());
        id.map(|id| Self(chat, id)).ok_or_else(Problem::not_found)
    }
}
