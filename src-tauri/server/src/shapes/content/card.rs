//! Cards of people, and invitations.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// A person's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Card)]
pub(crate) struct CardShape {
    /// The name to show.
    pub name: String,
    /// The numbers on it as they are written there.
    pub numbers: Vec<String>,
    /// The vCard as it came.
    pub vcard: String,
}

impl From<domain::Card> for CardShape {
    fn from(it: domain::Card) -> Self {
        Self { name: it.name, numbers: it.numbers, vcard: it.vcard }
    }
}

/// An invitation into a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupInvitation)]
pub(crate) struct GroupInvitationShape {
    /// The group's address.
    pub group: String,
    /// The group's name.
    pub name: String,
    /// The code that lets in.
    pub code: String,
    /// Until when, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at_s: Option<i64>,
    /// Words with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

impl From<domain::GroupInvitation> for GroupInvitationShape {
    fn from(it: domain::GroupInvitation) -> Self {
        Self { group: it.group, name: it.name, code: it.code, expires_at_s: it.expires_at_s, caption: it.caption }
    }
}
