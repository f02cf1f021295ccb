//! Conversations.

use serde::{Deserialize, Serialize};

use crate::{Address, ChatId, EventNumber, Message, UnixMs};

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// With one person.
    Direct,
    /// With a group.
    Group,
}

/// One conversation, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// Identity inside the tenant.
    pub id: ChatId,
    /// The other side's addresses.
    pub address: Address,
    /// What kind it is.
    pub kind: ChatKind,
    /// The name to show: the contact's, else the push name, else empty.
    pub name: String,
    /// How many messages of others were not read yet.
    pub unread: u32,
    /// When something last happened.
    pub last_activity_at: UnixMs,
    /// The newest message, where there is one.
    pub last_message: Option<Message>,
    /// The tenant's newest event when this was read: all of it is in here, and nothing that came later.
    pub as_of: EventNumber,
}
