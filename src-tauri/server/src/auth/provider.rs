//! The provider, known by a login or by a key.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use portaria_domain::Link;
use portaria_storage::{Issuer, KeyOwner, KeyScope, StorageError};

use super::{By, Proof, cookie, key, login, page, proof};
use crate::app::{App, AppState};
use crate::problem::Problem;
use crate::shapes::LinkShape;

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
pub(crate) struct ProviderLogin {
    proof: Proof,
}

impl ProviderLogin {
    /// As what it issues other credentials.
    pub(crate) fn issuer(&self) -> Issuer {
        self.proof.by.issuer()
    }
}

/// The provider asks for what is secret of tenants, or for what makes secrets: from a browser, or by a key that has the
/// scope `secrets`. What such a key is given is noted, for the day on which it is taken back.
#[derive(Debug)]
pub(crate) struct ProviderSecrets {
    proof: Proof,
}

impl ProviderSecrets {
    /// As what it issues other credentials.
    pub(crate) fn issuer(&self) -> Issuer {
        self.proof.by.issuer()
    }

    /// A tenant's link with its secret.
    pub(crate) async fn show_link(&self, app: &App, link: &Link) -> Result<LinkShape, StorageError> {
        if let By::Key { kid, .. } = &self.proof.by {
            app.stores.note_link_given(kid, link.tenant, link.epoch, app.now()).await?;
        }
        Ok(app.link_shape(link))
    }
}

impl FromRequestParts<AppState> for ProviderSecrets {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let Provider { proof } = Provider::from_request_parts(parts, app).await?;
        match &proof.by {
            By::Key { terms, .. } if !terms.scopes.contains(&KeyScope::Secrets) => {
                Err(Problem::forbidden("The key may not make tenants, links or keys, nor see what is secret of them."))
            }
            _ => Ok(Self { proof }),
        }
    }
}

impl FromRequestParts<AppState> for ProviderLogin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let Provider { proof } = Provider::from_request_parts(parts, app).await?;
        match proof.by {
            By::Login(_) => Ok(Self { proof }),
            By::Key { .. } => Err(Problem::forbidden("Keys are made and revoked in the panel, not by a key.")),
        }
    }
}

impl FromRequestParts<AppState> for Provider {
    type Rejection = Problem;

    /// A key needs `read` where something is asked for, and `control` where something may change.
    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let needed = if parts.method.is_safe() { KeyScope::Read } else { KeyScope::Control };
        Self::scoped(parts, app, needed).await
    }
}

/// The provider asks, and a key needs no more than `read` for it, whatever the method: nothing changes.
pub(crate) struct ProviderReads(pub Provider);

impl FromRequestParts<AppState> for ProviderReads {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        Provider::scoped(parts, app, KeyScope::Read).await.map(Self)
    }
}

impl Provider {
    async fn scoped(parts: &mut Parts, app: &AppState, needed: KeyScope) -> Result<Self, Problem> {
        let provider = Self::known_by(parts, app).await?;
        match &provider.proof.by {
            By::Key { terms, .. } if !terms.scopes.contains(&needed) => {
                Err(Problem::forbidden("The key lacks the scope for this."))
            }
            _ => {
                proof::note(parts, &provider.proof);
                Ok(provider)
            }
        }
    }

    async fn known_by(parts: &Parts, app: &AppState) -> Result<Self, Problem> {
        if let Some(text) = key::of(&parts.headers) {
            return match key::prove(app, text, parts).await? {
                Some(proof) if proof.owner == KeyOwner::Provider => Ok(Self { proof }),
                Some(_) => Err(Problem::forbidden("A tenant's key opens nothing of the provider.")),
                None => Err(Problem::unauthorized()),
            };
        }
        for value in cookie::values(&parts.headers, cookie::ADMIN) {
            if let Some(proof) = login::prove(app, value).await?
                && proof.owner == KeyOwner::Provider
                && page::is_ours(&app.stores, parts, value)
            {
                return Ok(Self { proof });
            }
        }
        Err(Problem::unauthorized())
    }
}
