//! The rooms, named by the server alone.

use portaria_domain::{LoginId, TenantId};
use portaria_storage::KeyOwner;

use crate::auth::{By, Proof};

/// Every socket of the provider.
pub(crate) const ADMIN: &str = "admin";

/// Every socket of a tenant.
pub(crate) fn tenant(id: TenantId) -> String {
    format!("tenant:{id}")
}

/// Sockets of a tenant's browsers, which came through its link.
pub(crate) fn link(id: TenantId) -> String {
    format!("link:{id}")
}

/// Sockets of a tenant's programs, which came with its keys.
pub(crate) fn keys(id: TenantId) -> String {
    format!("keys:{id}")
}

/// Sockets of one login.
pub(crate) fn login(id: LoginId) -> String {
    format!("login:{id}")
}

/// The rooms that a proof leads into.
pub(super) fn of(proof: &Proof) -> Vec<String> {
    let mut rooms = Vec::with_capacity(3);
    match (proof.owner, &proof.by) {
        (KeyOwner::Provider, _) => rooms.push(ADMIN.to_owned()),
        (KeyOwner::Tenant(id), By::Login(_)) => rooms.extend([tenant(id), link(id)]),
        (KeyOwner::Tenant(id), By::Key { .. }) => rooms.extend([tenant(id), keys(id)]),
    }
    if let By::Login(id) = proof.by {
        rooms.push(login(id));
    }
    rooms
}
