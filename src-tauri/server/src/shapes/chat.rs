//! Chats.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;
use super::{MessageShape, PartyShape};

words!(
    /// What kind of chat it is.
    ChatKindWord of domain::ChatKind { Direct, Group, Community, Newsletter, Status }
);

words!(
    /// Where a chat's name comes from, the surest first. Screens put `~` before somebody's own, and `@` before the user name.
    NameSourceWord of domain::NameSource { AddressBook, Business, Own, User, None }
);

words!(
    /// What somebody does in a chat: they type, record a voice message, or neither any more.
    ActivityWord of domain::Activity { Typing, Recording, Paused }
);

impl From<ActivityWord> for domain::Activity {
    fn from(word: ActivityWord) -> Self {
        match word {
            ActivityWord::Typing => Self::Typing,
            ActivityWord::Recording => Self::Recording,
            ActivityWord::Paused => Self::Paused,
        }
    }
}

/// One chat, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Chat)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in WhatsApp")]
pub(crate) struct ChatShape {
    /// Identity inside the tenant.
    pub id: String,
    /// With one person, or with a group.
    pub kind: ChatKindWord,
    /// The phone number's address (`5511900000001@s.whatsapp.net`), or a group's (`…@g.us`).
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address (`…@lid`).
    #[schema(required)]
    pub lid: Option<String>,
    /// The name to show; empty when none is known.
    pub name: String,
    /// Where the name comes from.
    pub name_source: NameSourceWord,
    /// By which name its other side can be found on WhatsApp, without its `@`; empty where none is known.
    pub username: String,
    /// How many messages of others were not read.
    pub unread: u32,
    /// Whether somebody marked it as unread by hand.
    pub is_marked_unread: bool,
    /// Whether it is put away.
    pub is_archived: bool,
    /// Since when it stands at the top, in UTC milliseconds.
    #[schema(required)]
    pub pinned_at_ms: Option<i64>,
    /// Until when it makes no sound, in UTC milliseconds; null also where that is for ever.
    #[schema(required)]
    pub muted_until_ms: Option<i64>,
    /// Whether it makes no sound for ever.
    pub muted_for_ever: bool,
    /// After how many seconds its messages disappear.
    #[schema(required)]
    pub disappears_after_s: Option<u32>,
    /// Whether it belongs to the account that is paired: only then it can be written to.
    pub is_current: bool,
    /// Whether this account blocks its other side: then nothing is sent to it.
    pub is_blocked: bool,
    /// Ids of its labels.
    pub labels: Vec<String>,
    /// Which attendant sees to it; null where nobody does.
    #[schema(required)]
    pub assignee_id: Option<String>,
    /// How many notes there are on it.
    pub notes: u32,
    /// What its other side says about itself; empty where nothing is known. `…/profile` asks WhatsApp.
    pub about: String,
    /// Whether WhatsApp vouches for its other side.
    pub is_verified: bool,
    /// WhatsApp's id of its picture, which `…/picture` shows; null where none is known.
    #[schema(required)]
    pub picture_id: Option<String>,
    /// What else is known of a group; null for a chat of two.
    #[schema(required)]
    pub group: Option<GroupShape>,
    /// Since when its other side waits for an answer, in UTC milliseconds; null where nobody waits, and in groups.
    #[schema(required)]
    pub waiting_since_ms: Option<i64>,
    /// When something last happened, in UTC milliseconds.
    pub last_activity_ms: i64,
    /// The newest message.
    #[schema(required)]
    pub last_message: Option<MessageShape>,
    /// What has come of the album that the newest message belongs to, where that is two pictures or films at least; null
    /// otherwise.
    #[schema(required)]
    pub last_album: Option<AlbumSoFarShape>,
    /// The newest event that this knows of: events with a greater number change it, others are in it.
    pub last_event_number: u64,
}

/// What has come of several pictures and films that were sent as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AlbumSoFar)]
pub(crate) struct AlbumSoFarShape {
    /// How many pictures.
    pub images: u32,
    /// How many films.
    pub videos: u32,
    /// The first words that go with one of them; null where there are none.
    #[schema(required)]
    pub caption: Option<String>,
}

impl From<domain::AlbumSoFar> for AlbumSoFarShape {
    fn from(it: domain::AlbumSoFar) -> Self {
        let domain::AlbumSoFar { images, videos, caption } = it;
        Self { images, videos, caption }
    }
}

/// What is known of a group beside its name and its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Group)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of WhatsApp's own")]
pub(crate) struct GroupShape {
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
    /// The address of the community that it belongs to; the groups that have the same one are its others.
    #[schema(required)]
    pub community: Option<String>,
}

impl From<domain::GroupFacts> for GroupShape {
    fn from(facts: domain::GroupFacts) -> Self {
        let domain::GroupFacts { description, is_announcement, is_locked, only_admins_add, needs_approval, community } =
            facts;
        let community = community.map(|jid| jid.to_string());
        Self { description, is_announcement, is_locked, only_admins_add, needs_approval, community }
    }
}

impl From<domain::Chat> for ChatShape {
    fn from(chat: domain::Chat) -> Self {
        let PartyShape { pn, lid } = chat.address.into();
        Self {
            id: chat.id.to_string(),
            kind: chat.kind.into(),
            pn,
            lid,
            name: chat.name,
            name_source: chat.name_source.into(),
            username: chat.user_name,
            unread: chat.unread,
            is_marked_unread: chat.is_marked_unread,
            is_archived: chat.is_archived,
            pinned_at_ms: chat.pinned_at.map(|at| at.0),
            muted_until_ms: chat.muted_until.filter(|until| *until != domain::UnixMs::FOREVER).map(|until| until.0),
            muted_for_ever: chat.muted_until == Some(domain::UnixMs::FOREVER),
            disappears_after_s: chat.disappears_after_s,
            waiting_since_ms: chat.waiting_since.map(|since| since.0),
            is_current: chat.is_current,
            about: chat.about,
            is_verified: chat.is_verified,
            picture_id: chat.picture,
            group: chat.group.map(Into::into),
            is_blocked: chat.is_blocked,
            labels: chat.labels,
            assignee_id: chat.assignee.map(|assignee| assignee.to_string()),
            notes: chat.notes,
            last_activity_ms: chat.last_activity_at.0,
            last_message: chat.last_message.map(Into::into),
            last_album: chat.last_album.map(Into::into),
            last_event_number: chat.as_of,
        }
    }
}

/// A part of the chats, the most recently active first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatPage {
    /// The chats.
    pub items: Vec<ChatShape>,
    /// Where the next page begins; null when there is none.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
