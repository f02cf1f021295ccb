//! A tenant's link.

use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;

words!(
    /// Whether the link opens the portal.
    LinkStateWord of domain::LinkState { Active, Revoked, Expired }
);

/// From where the link can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reach {
    /// Only on the machine that runs Portaria.
    ThisMachine,
    /// In the same network.
    Lan,
    /// From anywhere: a public address is configured.
    Anywhere,
}

/// A tenant's link with its secret: who holds it opens the tenant's portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Link)]
pub(crate) struct LinkShape {
    /// The whole address.
    pub url: String,
    /// The part of it that names the link and proves nothing.
    pub public_id: String,
    /// Whether it opens the portal.
    pub state: LinkStateWord,
    /// When it ends by itself, in UTC milliseconds.
    #[schema(required)]
    pub expires_at_ms: Option<i64>,
    /// Grows with each rotation and revocation.
    pub epoch: u32,
    /// From where it can be opened.
    pub reach: Reach,
    /// The same link by other addresses of this server.
    pub others: Vec<LinkAddress>,
}

/// A tenant's link by one address, with its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LinkAddress {
    /// The whole address.
    pub url: String,
    /// From where it can be opened.
    pub reach: Reach,
}
