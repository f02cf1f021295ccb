//! Conversations.

use serde::{Deserialize, Serialize};

use crate::{Address, AttendantId, ChatId, ChatKind, EventNumber, Jid, Message, UnixMs};

/// Where a name comes from, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameSource {
    /// The phone's address book, or the subject of a group.
    AddressBook,
    /// A business's verified name.
    Business,
    /// What they call themselves. Screens put `~` before it.
    Own,
    /// By which they can be found. Screens put `@` before it.
    User,
    /// There is no name.
    None,
}

/// One conversation, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in WhatsApp")]
pub struct Chat {
    /// Identity inside the tenant.
    pub id: ChatId,
    /// The other side's addresses.
    pub address: Address,
    /// What kind it is.
    pub kind: ChatKind,
    /// The name to show; empty where none is known.
    pub name: String,
    /// Where the name comes from.
    pub name_source: NameSource,
    /// By which name its other side can be found, without its `@`; empty where none is known.
    pub user_name: String,
    /// How many messages of others were not read yet.
    pub unread: u32,
    /// Whether somebody marked it as unread by hand.
    pub is_marked_unread: bool,
    /// Whether it is put away.
    pub is_archived: bool,
    /// Since when it stands at the top.
    pub pinned_at: Option<UnixMs>,
    /// Until when it makes no sound; [`UnixMs::FOREVER`] is for ever.
    pub muted_until: Option<UnixMs>,
    /// After how many seconds its messages disappear.
    pub disappears_after_s: Option<u32>,
    /// Whether this account blocks its other side.
    pub is_blocked: bool,
    /// Ids of its labels.
    pub labels: Vec<String>,
    /// Who sees to it, if that was said.
    pub assignee: Option<AttendantId>,
    /// How many notes there are on it.
    pub notes: u32,
    /// What its other side says about itself; empty where nothing is known.
    pub about: String,
    /// Whether WhatsApp vouches for its other side.
    pub is_verified: bool,
    /// WhatsApp's id of its picture; `None`: none is known.
    pub picture: Option<String>,
    /// What else is known of a group; `None` for a chat of two.
    pub group: Option<GroupFacts>,
    /// When something last happened.
    pub last_activity_at: UnixMs,
    /// Since when its other side waits for an answer; only of a chat of two.
    pub waiting_since: Option<UnixMs>,
    /// Whether it belongs to the account that is paired, and not to one that was before: only then it can be written to.
    pub is_current: bool,
    /// The newest message that is shown, where there is one.
    pub last_message: Option<Message>,
    /// What has come of the album that the newest message belongs to, where that is two pictures or films at least.
    pub last_album: Option<AlbumSoFar>,
    /// The tenant's newest event when this was read: all of it is in here, and nothing that came later.
    pub as_of: EventNumber,
}

/// What has come of several pictures and films that were sent as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlbumSoFar {
    /// How many pictures.
    pub images: u32,
    /// How many films.
    pub videos: u32,
    /// The first words that go with one of them.
    pub caption: Option<String>,
}

/// What changes about a chat on another device of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", content = "to", rename_all = "snake_case")]
pub enum ChatChange {
    /// It was put away, or taken out again.
    Archived(bool),
    /// Since when it stands at the top, if it does.
    Pinned(Option<UnixMs>),
    /// Until when it makes no sound, if it does not.
    Muted(Option<UnixMs>),
    /// It was marked as unread by hand, or as read.
    MarkedUnread(bool),
    /// After how many seconds its messages disappear, if they do.
    Disappearing(Option<u32>),
    /// Its messages up to a moment were deleted, those with a star perhaps not.
    Cleared {
        /// Up to when.
        until: UnixMs,
        /// Whether messages with a star stay.
        keeps_starred: bool,
    },
    /// It was deleted, with its messages up to a moment.
    Deleted {
        /// Up to when.
        until: UnixMs,
    },
}

impl ChatChange {
    /// What it is about: of two changes of the same thing only the later one counts.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Archived(_) => "archived",
            Self::Pinned(_) => "pinned",
            Self::Muted(_) => "muted",
            Self::MarkedUnread(_) => "marked_unread",
            Self::Disappearing(_) => "disappearing",
            Self::Cleared { .. } => "cleared",
            Self::Deleted { .. } => "deleted",
        }
    }
}

/// One member of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who.
    pub address: Address,
    /// What they may do there.
    pub role: Role,
}

/// What a member may do in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Write, where members may.
    Member,
    /// Add, remove and rename.
    Admin,
    /// The same, and nobody removes them.
    Owner,
}

impl Role {
    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }
}

/// What is known of a group beside its name and its members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of WhatsApp's own")]
pub struct GroupFacts {
    /// Its description; empty where there is none.
    pub description: String,
    /// Whether only admins write in it.
    pub is_announcement: bool,
    /// Whether only admins change its name, picture and description.
    pub is_locked: bool,
    /// Whether only admins add members.
    pub only_admins_add: bool,
    /// Whether an admin has to let new members in.
    pub needs_approval: bool,
    /// The community that it belongs to.
    pub community: Option<Jid>,
}

/// A group as WhatsApp describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInfo {
    /// The group.
    pub chat: Address,
    /// A group, or a community's announcements.
    pub kind: ChatKind,
    /// Its name.
    pub subject: String,
    /// What else is known of it.
    pub facts: GroupFacts,
    /// After how many seconds its messages disappear, if they do.
    pub disappears_after_s: Option<u32>,
    /// Everybody in it.
    pub participants: Vec<Participant>,
}
