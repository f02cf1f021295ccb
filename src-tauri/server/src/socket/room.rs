//! The rooms, named by the server alone.

use portaria_domain::{LoginId, TenantId};
use portaria_storage::KeyOwner;

use crate::auth::{By, Proof};

/// Every socket of the provider.
pub(crate) const ADMIN: &str = "admin";

/// Sockets of the provider's browsers, which see what programs with a key need not.
pub(crate) const PANEL: &str = "panel";

/// Sockets whose credential ends at a moment that was said before.
pub(super) const ENDING: &str = "ending";

/// Every socket of a tenant.
pub(crate) fn tenant(id: TenantId) -> String {
    format!("tenant:{id}")
}

/// Sockets of a tenant's browsers, which came through its link.
pub(crate) fn link(id: TenantId) -> String {
    format!("link:{id}")
}

/// Sockets of programs that came with one API key, by the part that names it.
pub(crate) fn key(kid: &str) -> String {
    format!("key:{kid}")
}

/// Sockets of one login.
pub(crate) fn login(id: LoginId) -> String {
    format!("login:{id}")
}

/// Sockets of whoever came by one credential.
pub(crate) fn credential(by: &By) -> String {
    match by {
        By::Login(id) => login(*id),
        By::Key { kid, .. } => key(kid),
    }
}

/// The rooms that a proof leads into.
pub(super) fn of(proof: &Proof) -> Vec<String> {
    let mut rooms = Vec::with_capacity(3);
    if proof.ends_at().is_some() {
        rooms.push(ENDING.to_owned());
    }
    match proof.owner {
        KeyOwner::Provider => rooms.push(ADMIN.to_owned()),
        KeyOwner::Tenant(id) => rooms.push(tenant(id)),
    }
    match (&proof.by, proof.owner) {
        (By::Key { kid, .. }, _) => rooms.push(key(kid)),
        (By::Login(id), KeyOwner::Provider) => rooms.extend([login(*id), PANEL.to_owned()]),
        (By::Login(id), KeyOwner::Tenant(tenant)) => rooms.extend([login(*id), link(tenant)]),
    }
    rooms
}
