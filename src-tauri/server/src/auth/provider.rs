//! The provider, known by a login or by a key.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use portaria_storage::KeyOwner;

use super::{By, Proof, cookie, key, login};
use crate::app::AppState;
use crate::problem::Problem;

/// The provider asks. Only this extractor makes one.
#[derive(Debug)]
pub(crate) struct Provider {
    proof: Proof,
}

impl Provider {
    /// What was proved; a socket's ticket carries it on.
    pub(crate) const fn proof(&self) -> &Proof {
        &self.proof
    }
}

/// The provider asks from a browser that is logged in; a program with a key does not get here.
pub(crate) struct ProviderLogin;

impl FromRequestParts<AppState> for ProviderLogin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        match Provider::from_request_parts(parts, app).await?.proof.by {
            By::Login(_) => Ok(Self),
            By::Key { .. } => Err(Problem::forbidden("Keys are made and revoked in the panel, not by a key.")),
        }
    }
}

impl FromRequestParts<AppState> for Provider {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        if let Some(text) = key::of(&parts.headers) {
            return match key::prove(app, text).await? {
                Some(proof) if proof.owner == KeyOwner::Provider => Ok(Self { proof }),
                Some(_) => Err(Problem::forbidden("A tenant's key opens nothing of the provider.")),
                None => Err(Problem::unauthorized()),
            };
        }
        for value in cookie::values(&parts.headers, cookie::ADMIN) {
            if let Some(proof) = login::prove(app, value).await?
                && proof.owner == KeyOwner::Provider
            {
                return Ok(Self { proof });
            }
        }
        Err(Problem::unauthorized())
    }
}
