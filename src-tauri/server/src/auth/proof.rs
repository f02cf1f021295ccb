//! What a request has proved about its sender.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use portaria_domain::{LoginId, SentBy, TenantId, UnixMs};
use portaria_storage::{Issuer, KeyOwner, KeyTerms, StorageError, Who};

use crate::accept::Place;
use crate::app::App;
use crate::shares::Holder;

/// Whom a credential stands for, and which credential it was.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    /// The provider, or one tenant.
    pub owner: KeyOwner,
    /// By what it was proved.
    pub by: By,
}

/// A credential, without its secret.
#[derive(Clone, Debug)]
pub(crate) enum By {
    /// A login of a browser.
    Login(LoginId),
    /// An API key, by the part of it that names it.
    Key {
        /// The part that names it.
        kid: String,
        /// What it may do, until when, and from where.
        terms: KeyTerms,
    },
}

impl By {
    /// A word for the credential that is no secret: `login-` or `key-`, and what names it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Login(login) => format!("login-{login}"),
            Self::Key { kid, .. } => format!("key-{kid}"),
        }
    }

    /// As what issues another credential.
    pub(crate) fn issuer(&self) -> Issuer {
        match self {
            Self::Login(login) => Issuer::Login(*login),
            Self::Key { kid, .. } => Issuer::Key(kid.clone()),
        }
    }
}

impl Proof {
    /// As who takes from what all share.
    pub(crate) fn holder(&self) -> Holder {
        let is_login = matches!(self.by, By::Login(_));
        Holder { owner: self.owner, credential: self.by.name(), is_login }
    }

    /// As what hands messages over.
    pub(crate) fn sent_by(&self) -> SentBy {
        match self.by {
            By::Login(_) => SentBy::Panel,
            By::Key { .. } => SentBy::Api,
        }
    }

    /// Whether the credential opens from this address; `None` is one that nobody knows.
    pub(crate) fn admits(&self, client: Option<IpAddr>) -> bool {
        match &self.by {
            By::Login(_) => true,
            By::Key { terms, .. } => terms.admit(client),
        }
    }

    /// When the credential ends by itself, where that was said of it.
    pub(crate) fn ends_at(&self) -> Option<UnixMs> {
        match &self.by {
            By::Login(_) => None,
            By::Key { terms, .. } => terms.expires_at,
        }
    }

    /// Whether the credential would still be taken now. Sockets outlive the request that proved
    /// them, so they ask again.
    pub(crate) async fn still_stands(&self, app: &App) -> Result<bool, StorageError> {
        let now = app.now();
        match &self.by {
            By::Login(id) => match app.stores.login(*id).await? {
                Some(login) if login.expires_at > now => match login.who {
                    Who::Provider => Ok(self.owner == KeyOwner::Provider),
                    Who::Tenant { id, link_epoch } => link_stands(app, id, link_epoch, now).await,
                },
                _ => Ok(false),
            },
            By::Key { kid, .. } => {
                let key = app.stores.api_key_by_kid(kid).await?;
                Ok(key.is_some_and(|key| key.stands_at(now)))
            }
        }
    }
}

/// Notes on the request who asks, for what is taken of shared pools on the way, and on its connection.
pub(super) fn note(parts: &mut Parts, proof: &Proof) {
    if let Some(place) = parts.extensions.get::<Arc<Place>>() {
        place.prove(proof.holder());
    }
    parts.extensions.insert(proof.clone());
}

/// Whether the link that a login came through has neither changed nor ended since.
pub(crate) async fn link_stands(app: &App, tenant: TenantId, epoch: u32, now: UnixMs) -> Result<bool, StorageError> {
    let link = app.stores.link_of(tenant).await?;
    Ok(link.is_some_and(|link| link.epoch == epoch && link.state(now) == portaria_domain::LinkState::Active))
}
