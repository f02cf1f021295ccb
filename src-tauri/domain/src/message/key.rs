//! Which message is meant.

use serde::{Deserialize, Serialize};

use crate::{Address, MessageId};

/// Names one message to WhatsApp: an id is unique within a chat and a writer, not beyond.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageKey {
    /// The conversation.
    pub chat: Address,
    /// WhatsApp's id.
    pub id: MessageId,
    /// Whether this account wrote it.
    pub from_me: bool,
    /// Who wrote it.
    pub sender: Address,
}
