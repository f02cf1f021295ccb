//! Kinds of conversations.

use serde::{Deserialize, Serialize};

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// With one person.
    Direct,
    /// With a group.
    Group,
    /// A community's announcements.
    Community,
    /// A channel.
    Newsletter,
    /// Posts that are gone after a day. Not among the chats.
    Status,
}

impl ChatKind {
    /// Every kind there is.
    pub const ALL: [Self; 5] = [Self::Direct, Self::Group, Self::Community, Self::Newsletter, Self::Status];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Community => "community",
            Self::Newsletter => "newsletter",
            Self::Status => "status",
        }
    }

    /// Whether more than two people write in it.
    pub const fn is_of_many(self) -> bool {
        !matches!(self, Self::Direct)
    }
}
