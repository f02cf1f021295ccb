//! Cards of people, and invitations.

use serde::{Deserialize, Serialize};

/// A person's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The name to show.
    pub name: String,
    /// The numbers on it as they are written there, the ones that WhatsApp knows first.
    pub numbers: Vec<String>,
    /// The vCard as it came. Hostile until shown otherwise.
    pub vcard: String,
}

/// An invitation into a group, for the person who gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupInvitation {
    /// The group's address.
    pub group: String,
    /// The group's name.
    pub name: String,
    /// The code that lets in.
    pub code: String,
    /// Until when, in seconds since 1970; `None` where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_s: Option<i64>,
    /// Words with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}
