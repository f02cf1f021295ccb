//! One chat of a history, and how much of it travels when.

use serde::{Deserialize, Serialize};

use super::part::Slice;
use crate::network::ChatId;

/// One chat, and how much of it travels when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) chat: Source,
    /// The newest messages, which come with the first chunk.
    pub(super) first: u32,
    /// Messages of the last months, those of the first chunk included.
    pub(super) recent: u32,
    pub(super) count: u32,
}

/// Where a chat's messages come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Source {
    /// The phone's chat log.
    Kept(ChatId),
    /// An invented past, by its place.
    Scripted(u32),
    /// A past that is told word for word, by its place.
    Raw(u32),
}

impl Listed {
    pub(super) fn first(&self, chat: u32) -> Slice {
        Slice { chat, from: 0, to: self.first }
    }
}
