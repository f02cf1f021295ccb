//! The past that a phone hands over after pairing.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    Address, ChatChange, ChatKind, Mark, MessageId, MessageReceipt, MessageStatus, Participant, Received, UnixMs,
};

/// A part of the history that the phone hands over after pairing. Parts can come again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryPart {
    /// Conversations with their messages.
    pub chats: Vec<HistoryChat>,
    /// What people call themselves.
    pub push_names: Vec<(Address, String)>,
    /// Calls that the phone wrote down, each as the line that stands in its chat.
    pub calls: Vec<Received>,
}

/// A piece of the past as the phone wrote it, which becomes some [`HistoryPart`]s.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryBlob {
    /// WhatsApp's `HistorySync` protobuf, deflated (zlib).
    pub compressed: Vec<u8>,
    /// What kind of piece it is: WhatsApp's `HistorySyncType`.
    pub sync_type: i32,
    /// How much of the past has come with it, as the phone says: 0 to 100, where it says so.
    pub progress: Option<u32>,
}

impl fmt::Debug for HistoryBlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { compressed, sync_type, progress } = self;
        write!(f, "HistoryBlob({sync_type}, {progress:?}, {} bytes)", compressed.len())
    }
}

/// A message in which the phone says that a piece of its past lies ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryNotice {
    /// The message's id, by which the phone is asked for it again.
    pub id: MessageId,
    /// The phone that wrote it, by the address of its device.
    pub phone: String,
}

/// How far the past has come that a phone hands over. The phone tells a part of the whole and never how many messages
/// that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryProgress {
    /// How many messages of it were kept so far.
    pub messages: u64,
    /// How much of it has come, 0 to 100, where the phone has said so.
    pub percent: Option<u8>,
}

/// How much of the past is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryPolicy {
    /// Messages of so many days before the pairing, and none that are older; `None`: all that the phone hands over.
    pub days: Option<u32>,
}

impl HistoryPolicy {
    /// From when on messages are kept.
    pub fn oldest(self, now: UnixMs) -> Option<UnixMs> {
        self.days.map(|days| now - i64::from(days) * 24 * 60 * 60 * 1_000)
    }
}

/// One conversation of a [`HistoryPart`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryChat {
    /// The conversation.
    pub chat: Address,
    /// What kind it is.
    pub kind: ChatKind,
    /// Its name on the phone; may be empty.
    pub name: String,
    /// By which name its other side can be found, without its `@`; empty where it is told none.
    pub user_name: String,
    /// How many messages were not read on the phone.
    pub unread: u32,
    /// What else is known of it.
    pub state: Vec<ChatChange>,
    /// Who is in it, of a group; empty where the phone does not tell.
    pub participants: Vec<Participant>,
    /// When something last happened, where it is told.
    pub last_activity: Option<UnixMs>,
    /// Its messages in the order of the phone, the oldest first.
    pub messages: Vec<HistoryMessage>,
    /// What was said about its messages.
    pub marks: Vec<Mark>,
}

/// One message of the phone's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryMessage {
    /// The message.
    pub message: Received,
    /// How far it has come.
    pub status: MessageStatus,
    /// How far it has come with each member of a group.
    pub receipts: Vec<MessageReceipt>,
}
