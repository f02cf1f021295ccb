//! How far an own message has come.

use serde::{Deserialize, Serialize};

/// How far an outgoing message has come. Grows only; see [`MessageStatus::advance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// On disk here, not yet taken by WhatsApp.
    Queued,
    /// Handed to the session, and WhatsApp's word on it is not here: it is leaving, or may have left.
    Sending,
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
            Self::Sending => "sending",
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
    /// WhatsApp did not answer, however often it was tried.
    NoAnswer,
    /// The session was unlinked before the message left.
    LoggedOut,
    /// Its file is not here any more, or cannot be read.
    FileLost,
    /// It was taken back before it left.
    Cancelled,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [MessageStatus; 7] = [
        MessageStatus::Queued,
        MessageStatus::Sending,
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
