//! Who has a message, and who has read it.

use serde::{Deserialize, Serialize};

use crate::{Address, MessageId, MessageStatus, UnixMs};

/// WhatsApp's word that messages of ours came further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The conversation.
    pub chat: Address,
    /// Whose receipt it is: the other side, or one member of a group.
    pub by: Address,
    /// Which messages.
    pub ids: Vec<MessageId>,
    /// How far they have come with that person.
    pub status: MessageStatus,
    /// When.
    pub at: UnixMs,
}

/// How far a message has come with one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReceipt {
    /// Who.
    pub by: Address,
    /// When it reached one of their devices.
    pub delivered_at: Option<UnixMs>,
    /// When they read it.
    pub read_at: Option<UnixMs>,
    /// When they heard or watched it.
    pub played_at: Option<UnixMs>,
}
