//! A tenant, known by a login or by a key.

use std::marker::PhantomData;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use portaria_domain::TenantId;
use portaria_storage::{ChatStore, KeyOwner, KeyScope, StorageError};

use super::{By, Proof, cookie, key, login, page, proof};
use crate::app::{App, AppState};
use crate::problem::Problem;

/// What a handler needs to be allowed. Keys carry scopes; a login of the portal may do everything.
pub(crate) trait Scope: std::marker::Send {
    /// The scopes as keys carry them: all of these.
    const SCOPES: &'static [KeyScope];
}

/// To look.
#[derive(Debug)]
pub(crate) struct Read;
/// To write messages.
#[derive(Debug)]
pub(crate) struct Send;
/// To pair, start, stop and unlink.
#[derive(Debug)]
pub(crate) struct Control;
/// To fetch files.
#[derive(Debug)]
pub(crate) struct MediaAndRead;
/// To hand files over.
#[derive(Debug)]
pub(crate) struct MediaAndSend;
/// To have messages sent elsewhere: whoever does that reads them.
#[derive(Debug)]
pub(crate) struct ControlAndRead;

impl Scope for Read {
    const SCOPES: &'static [KeyScope] = &[KeyScope::Read];
}
impl Scope for Send {
    const SCOPES: &'static [KeyScope] = &[KeyScope::Send];
}
impl Scope for MediaAndRead {
    const SCOPES: &'static [KeyScope] = &[KeyScope::Media, KeyScope::Read];
}
impl Scope for MediaAndSend {
    const SCOPES: &'static [KeyScope] = &[KeyScope::Media, KeyScope::Send];
}
impl Scope for ControlAndRead {
    const SCOPES: &'static [KeyScope] = &[KeyScope::Control, KeyScope::Read];
}
impl Scope for Control {
    const SCOPES: &'static [KeyScope] = &[KeyScope::Control];
}

/// One tenant asks, and may do what `S` says. Only this extractor makes one, so a handler cannot
/// reach a tenant that the credential does not stand for, nor forget to ask for a scope.
#[derive(Debug)]
pub(crate) struct TenantCtx<S> {
    tenant: TenantId,
    proof: Proof,
    scope: PhantomData<fn() -> S>,
}

impl<S> TenantCtx<S> {
    /// Who asks.
    pub(crate) const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// What was proved; a socket's ticket carries it on.
    pub(crate) const fn proof(&self) -> &Proof {
        &self.proof
    }

    /// The tenant's chats. There is no other way to a `ChatStore` in this room.
    pub(crate) async fn chats(&self, app: &App) -> Result<ChatStore, StorageError> {
        app.host.chats(self.tenant).await
    }
}

impl<S: Scope> FromRequestParts<AppState> for TenantCtx<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let ctx = Self::known_by(parts, app).await?;
        proof::note(parts, &ctx.proof);
        Ok(ctx)
    }
}

impl<S: Scope> TenantCtx<S> {
    async fn known_by(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let named = named_tenant(parts, app).await;
        if let Some(text) = key::of(&parts.headers) {
            let proof = key::prove(app, text, parts).await?.ok_or_else(Problem::unauthorized)?;
            return match proof.owner {
                KeyOwner::Provider => Err(Problem::forbidden("The provider's key opens nothing of a tenant.")),
                KeyOwner::Tenant(own) => Self::admit(own, named, proof),
            };
        }
        let mut known = None;
        for value in cookie::values(&parts.headers, cookie::TENANT) {
            let Some(proof) = login::prove(app, value).await? else { continue };
            let KeyOwner::Tenant(own) = proof.owner else { continue };
            if !page::is_ours(&app.stores, parts, value) {
                continue;
            }
            if Some(own) == named {
                return Self::admit(own, named, proof);
            }
            known = Some(());
        }
        Err(known.map_or_else(Problem::unauthorized, |()| Problem::not_found()))
    }

    /// Another tenant's id answers as one that does not exist.
    fn admit(own: TenantId, named: Option<TenantId>, proof: Proof) -> Result<Self, Problem> {
        if named != Some(own) {
            return Err(Problem::not_found());
        }
        Self::allowed(own, proof)
    }

    fn allowed(own: TenantId, proof: Proof) -> Result<Self, Problem> {
        match &proof.by {
            By::Key { terms, .. } if !S::SCOPES.iter().all(|scope| terms.scopes.contains(scope)) => {
                Err(Problem::forbidden("The key lacks the scope for this."))
            }
            _ => Ok(Self { tenant: own, proof, scope: PhantomData }),
        }
    }
}

/// One tenant asks from a browser in which its panel is open; a program with a key does not get here.
pub(crate) struct TenantLogin(TenantCtx<Control>);

impl TenantLogin {
    /// Who asks.
    pub(crate) const fn tenant(&self) -> TenantId {
        self.0.tenant
    }

    /// What was proved.
    pub(crate) const fn proof(&self) -> &Proof {
        &self.0.proof
    }
}

impl FromRequestParts<AppState> for TenantLogin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let ctx = TenantCtx::from_request_parts(parts, app).await?;
        match ctx.proof.by {
            By::Login(_) => Ok(Self(ctx)),
            By::Key { .. } => Err(Problem::forbidden("Keys are made and revoked in the panel, not by a key.")),
        }
    }
}

/// A tenant's key at an address that names no tenant. What is done with it asks for its scope then.
#[derive(Clone, Debug)]
pub(crate) struct TenantByKey {
    tenant: TenantId,
    proof: Proof,
}

impl TenantByKey {
    /// The tenant, as who may do what `S` says.
    pub(crate) fn scoped<S: Scope>(&self) -> Result<TenantCtx<S>, Problem> {
        TenantCtx::allowed(self.tenant, self.proof.clone())
    }
}

impl FromRequestParts<AppState> for TenantByKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let text = key::of(&parts.headers).ok_or_else(Problem::no_tenant_key)?;
        let proof = key::prove(app, text, parts).await?.ok_or_else(Problem::no_tenant_key)?;
        let KeyOwner::Tenant(tenant) = proof.owner else {
            return Err(Problem::forbidden("The provider's key opens nothing of a tenant: send a key of that tenant."));
        };
        proof::note(parts, &proof);
        Ok(Self { tenant, proof })
    }
}

async fn named_tenant(parts: &mut Parts, app: &AppState) -> Option<TenantId> {
    let params = RawPathParams::from_request_parts(parts, app).await.ok()?;
    params.iter().find(|(name, _)| *name == "tenantId").and_then(|(_, value)| value.parse().ok())
}
