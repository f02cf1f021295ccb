//! Files: shown, asked for, and uploaded.

pub(crate) mod fetch;
mod form;
pub(crate) mod pieces;
pub(crate) mod show;
pub(crate) mod signed;
pub(crate) mod upload;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use portaria_domain::MediaId;

use crate::problem::Problem;

/// The file that an address names. Whether the tenant has it, the tenant's own store says.
pub(crate) struct OfMedia(pub MediaId);

impl<S: Send + Sync> FromRequestParts<S> for OfMedia {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let named = params.iter().find(|(name, _)| matches!(*name, "mediaId" | "uploadId"));
        named.and_then(|(_, id)| id.parse().ok()).map(Self).ok_or_else(Problem::not_found)
    }
}
