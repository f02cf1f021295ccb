//! What a line of a chat says, in words for people and tests; the protobuf itself stays with the line.

mod attachment;
mod draft;
mod file;
mod kind;
mod read;
mod wrapped;
mod write;
mod write_file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wacore::proto_helpers::MessageExt as _;
use waproto::whatsapp::message_association::AssociationType;
use waproto::whatsapp::{ContextInfo, Message};

pub use attachment::Attachment;
pub use draft::{Advertisement, Draft};
pub use file::FileFacts;
pub use kind::{Attendance, Card, Choice, Kind, PollOption, Preview};
use wrapped::base;
pub(crate) use wrapped::{base_mut, with_caption, without_file};

/// What a message is, and what became of it since.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "marks of their own, in any combination")]
pub struct Content {
    /// The kind of message, with its own fields.
    #[serde(flatten)]
    pub kind: Kind,
    /// The id of the message that it answers.
    pub quoted: Option<String>,
    /// The numbers or privacy ids that it mentions.
    pub mentions: Vec<String>,
    /// Whether it was forwarded from another chat.
    pub forwarded: bool,
    /// The advertisement that led its writer here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advertisement: Option<Advertisement>,
    /// The announcement of the pictures and films that it is shown with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// What is said of its file, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Box<FileFacts>>,
    /// Whether it may be opened once only.
    pub view_once: bool,
    /// Whether what may be opened once was opened; its file is gone then.
    pub opened: bool,
    /// The message with which each number last voted or answered.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub replies: BTreeMap<String, Reply>,
    /// Reactions by the number of who reacted.
    pub reactions: BTreeMap<String, String>,
    /// The messages that brought those reactions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reacted: BTreeMap<String, Reply>,
    /// Whether its writer changed the text afterwards.
    pub edited: bool,
    /// Whether it was deleted for everyone; nothing of its text is left then.
    pub revoked: bool,
    /// Whether this account's owner starred it.
    pub starred: bool,
    /// Whether it is pinned in its chat.
    pub pinned: bool,
    /// When the pin ends by itself, in milliseconds since the epoch.
    pub pinned_until_ms: Option<u64>,
    /// Whether it stays although its chat's messages disappear.
    pub kept: bool,
    /// When it disappears, in milliseconds since the epoch.
    pub expires_at_ms: Option<u64>,
}

/// A vote, an answer or a reaction, as a message of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// Its id.
    pub id: String,
    /// When it was made: by its maker's clock where that is told, or when the server took it; in milliseconds since the
    /// epoch.
    pub at_ms: u64,
    /// How many the one who comes to an event brings along.
    #[serde(default)]
    pub guests: u32,
}

impl Content {
    /// What a message sent at `at_ms` says by itself.
    pub(crate) fn sent(message: &Message, at_ms: u64) -> Self {
        let after_s = base(message).get_ephemeral_expiration();
        Self { expires_at_ms: after_s.map(|after_s| at_ms + u64::from(after_s) * 1000), ..Self::of(message) }
    }

    /// What a message says, whenever it was sent.
    pub(crate) fn of(message: &Message) -> Self {
        let base = base(message);
        let context = context(base);
        Self {
            kind: Kind::of(base),
            quoted: context.and_then(|context| context.stanza_id.clone()),
            mentions: context
                .map(|context| context.mentioned_jid.iter().map(|jid| user(jid)).collect())
                .unwrap_or_default(),
            forwarded: base.is_forwarded(),
            advertisement: context.and_then(Advertisement::of),
            album: album(message).or_else(|| album(base)),
            file: FileFacts::of(base).map(Box::new),
            view_once: message.is_view_once(),
            ..Self::default()
        }
    }

    /// The words that a chat list shows.
    pub(crate) fn text(&self, message: &Message) -> String {
        if self.revoked { String::new() } else { read::words(base(message)) }
    }
}

/// The announcement that a picture or film of an album names.
fn album(message: &Message) -> Option<String> {
    let association = message.message_context_info.as_option()?.message_association.as_option()?;
    let is_album = association.association_type == Some(AssociationType::MEDIA_ALBUM);
    association.parent_message_key.id.clone().filter(|_| is_album)
}

/// The user part of an address.
fn user(jid: &str) -> String {
    jid.split(['@', ':']).next().unwrap_or_default().to_owned()
}

/// What a message says of its surroundings: quote, mentions, expiry.
pub(crate) fn context(base: &Message) -> Option<&ContextInfo> {
    macro_rules! first {
        ($($kind:ident),+) => {
            None$(.or_else(|| base.$kind.as_option().and_then(|kind| kind.context_info.as_option())))+
        };
    }
    first!(
        extended_text_message,
        image_message,
        video_message,
        ptv_message,
        audio_message,
        document_message,
        sticker_message,
        location_message,
        live_location_message,
        contact_message,
        contacts_array_message,
        buttons_message,
        buttons_response_message,
        list_message,
        list_response_message,
        template_message,
        template_button_reply_message,
        interactive_message,
        interactive_response_message,
        poll_creation_message,
        poll_creation_message_v2,
        poll_creation_message_v3,
        product_message,
        order_message,
        group_invite_message,
        event_message
    )
}
