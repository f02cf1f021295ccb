//! What is erased of one person at their wish (LGPD, art. 18, VI), and the proof of it.

use serde::{Deserialize, Serialize};

use crate::{ErasureId, UnixMs};

/// How far an erasure has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureState {
    /// It goes on, also after a restart.
    Erasing,
    /// It is over.
    Erased,
}

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErasureCounts {
    /// Messages: of the conversation with the person, and theirs in groups.
    pub messages: u64,
    /// Reactions, votes, answers and the like.
    pub marks: u64,
    /// Messages of others that quoted or mentioned the person, and do so no longer.
    pub mentions: u64,
    /// Receipts of the person.
    pub receipts: u64,
    /// Files that nothing else needed.
    pub files: u64,
}

/// An erasure, and once it is over its proof: it says of nobody who they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Identity.
    pub id: ErasureId,
    /// How far it has come.
    pub state: ErasureState,
    /// Tells whether it was about an address, for who holds the tenant's key and knows the address; 64 hex digits.
    pub party_hash: String,
    /// When it was asked for.
    pub asked_at: UnixMs,
    /// When it was over.
    pub erased_at: Option<UnixMs>,
    /// How much was erased so far.
    pub counts: ErasureCounts,
    /// How much of the messages was looked through, 0 to 100.
    pub percent: u8,
}
