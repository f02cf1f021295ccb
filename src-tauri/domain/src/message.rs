//! Messages as rooms above the gateway know them.

use serde::{Deserialize, Serialize};

use crate::{Address, ChatId, MessageId, UnixMs};

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Plain text.
    Text {
        /// What was written.
        text: String,
    },
    /// It arrived and could not be decrypted; the sender may send it again under the same id.
    Undecryptable,
    /// A kind that Portaria does not show yet.
    Unsupported {
        /// WhatsApp's name of the kind, such as `imageMessage`.
        name: String,
    },
}

impl Content {
    /// The text, where there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text { text } => Some(text),
            Self::Undecryptable | Self::Unsupported { .. } => None,
        }
    }
}

/// How far an outgoing message has come. Grows only; see [`MessageStatus::advance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// On disk here, not yet taken by WhatsApp.
    Queued,
    /// WhatsApp refused it for good; the reason stands beside it.
    Failed,
    /// Taken by WhatsApp's server.
    Sent,
    /// On the other phone.
    Delivered,
    /// Seen by the other person.
    Read,
    /// Heard or watched by the other person.
    Played,
}

impl MessageStatus {
    /// The status after another report: receipts arrive in any order, and a late one takes nothing back.
    #[must_use]
    pub fn advance(self, reported: Self) -> Self {
        self.max(reported)
    }

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Failed => "failed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
        }
    }
}

/// Why an outgoing message will not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// The number has no WhatsApp.
    NotOnWhatsapp,
    /// WhatsApp limits whom this account may write to just now (its error 463).
    Restricted,
    /// WhatsApp's server refused the message.
    Rejected,
    /// The session was unlinked before the message left.
    LoggedOut,
}

/// One message of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// WhatsApp's id.
    pub id: MessageId,
    /// The conversation.
    pub chat: ChatId,
    /// Who wrote it.
    pub sender: Address,
    /// Whether this account wrote it, here or on another of its devices.
    pub from_me: bool,
    /// When it was written, by the sender's server.
    pub at: UnixMs,
    /// What it says.
    pub content: Content,
    /// How far it has come. Messages of others are `Delivered`, and `Read` once they were read here.
    pub status: MessageStatus,
    /// Why it failed, when it did.
    pub failure: Option<FailureReason>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [MessageStatus; 6] = [
        MessageStatus::Queued,
        MessageStatus::Failed,
        MessageStatus::Sent,
        MessageStatus::Delivered,
        MessageStatus::Read,
        MessageStatus::Played,
    ];

    proptest! {
        #[test]
        fn receipts_in_any_order_end_in_the_same_status(order in Just(ALL.to_vec()).prop_shuffle()) {
            let end = order.into_iter().fold(MessageStatus::Queued, MessageStatus::advance);
            prop_assert_eq!(end, MessageStatus::Played);
        }
    }
}
