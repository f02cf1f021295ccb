//! The address that opens a tenant's portal.

use serde::{Deserialize, Serialize};

use crate::{PublicId, TenantId, UnixMs};

/// Whether a link opens the portal now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It opens.
    Active,
    /// The provider took it back.
    Revoked,
    /// Its time is over.
    Expired,
}

/// A tenant's link, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The part of the address that proves nothing.
    pub public_id: PublicId,
    /// Whose portal it opens.
    pub tenant: TenantId,
    /// Grows with each rotation or revocation; a cookie or socket of an older epoch is refused.
    pub epoch: u32,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// When the provider took it back.
    pub revoked_at: Option<UnixMs>,
    /// When it stops by itself.
    pub expires_at: Option<UnixMs>,
}

impl Link {
    /// Whether the link opens the portal at `now`.
    pub fn state(&self, now: UnixMs) -> LinkState {
        if self.revoked_at.is_some() {
            LinkState::Revoked
        } else if self.expires_at.is_some_and(|end| end <= now) {
            LinkState::Expired
        } else {
            LinkState::Active
        }
    }
}
