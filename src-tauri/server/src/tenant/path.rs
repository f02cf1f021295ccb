//! What addresses below a tenant name.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use portaria_domain::ChatId;

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
