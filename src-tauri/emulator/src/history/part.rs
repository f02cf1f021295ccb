//! What stands in one chunk, before it is written.

use serde::{Deserialize, Serialize};
use waproto::whatsapp::history_sync::HistorySyncType;
use waproto::whatsapp::message::HistorySyncType as NotifiedType;

/// The kinds of chunk, in the order in which a phone sends them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Stage {
    /// Every chat with its newest messages.
    Bootstrap,
    /// What everybody posted to their status.
    Status,
    /// What people call themselves.
    PushNames,
    /// What nobody waits for.
    NonBlocking,
    /// The messages of the last months.
    Recent,
    /// All older ones, for companions that ask for them.
    Full,
    /// Older messages of one chat, asked for by a person who scrolls up.
    OnDemand,
}

impl Stage {
    pub(super) fn wire(self) -> (HistorySyncType, NotifiedType) {
        match self {
            Self::Bootstrap => (HistorySyncType::INITIAL_BOOTSTRAP, NotifiedType::INITIAL_BOOTSTRAP),
            Self::Status => (HistorySyncType::INITIAL_STATUS_V3, NotifiedType::INITIAL_STATUS_V3),
            Self::PushNames => (HistorySyncType::PUSH_NAME, NotifiedType::PUSH_NAME),
            Self::NonBlocking => (HistorySyncType::NON_BLOCKING_DATA, NotifiedType::NON_BLOCKING_DATA),
            Self::Recent => (HistorySyncType::RECENT, NotifiedType::RECENT),
            Self::Full => (HistorySyncType::FULL, NotifiedType::FULL),
            Self::OnDemand => (HistorySyncType::ON_DEMAND, NotifiedType::ON_DEMAND),
        }
    }
}

/// A chunk: which messages of which chats.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) stage: Stage,
    /// Counts the chunks of one stage from 1.
    pub(super) order: u32,
    /// Percent of the whole transfer, this chunk included.
    pub(super) progress: u32,
    pub(super) slices: Vec<Slice>,
}

/// Messages of one chat by their age: 0 is the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slice {
    /// The chat's place in the catalogue.
    pub(super) chat: u32,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Part {
    pub(super) fn messages(&self) -> u64 {
        self.slices.iter().map(|slice| u64::from(slice.to - slice.from)).sum()
    }
}
