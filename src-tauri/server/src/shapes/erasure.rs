//! Erasures of people, and their proofs.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;

words!(
    /// How far an erasure has come.
    ErasureStateWord of domain::ErasureState { Erasing, Erased }
);

/// How much was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ErasureCounts)]
pub(crate) struct ErasureCountsShape {
    /// Messages: of the conversation with the person, and theirs in groups.
    pub messages: u64,
    /// Reactions, votes, answers and the like.
    pub marks: u64,
    /// Messages of others that quoted or mentioned the person, and do so no longer.
    pub mentions: u64,
    /// Receipts of the person.
    pub receipts: u64,
    /// Files that nothing else needed; counted at the end.
    pub files: u64,
}

/// An erasure, and once it is over its proof: it says of nobody who they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Erasure)]
pub(crate) struct ErasureShape {
    /// Identity.
    pub id: String,
    /// How far it has come.
    pub state: ErasureStateWord,
    /// How much was looked through, 0 to 100.
    pub percent: u8,
    /// When it was asked for, in UTC milliseconds.
    pub asked_at_ms: i64,
    /// When it was over; null while it goes on.
    #[schema(required)]
    pub erased_at_ms: Option<i64>,
    /// HMAC-SHA-256 of the address under the tenant's key, as 64 hex digits: proves whom it was about to who holds that
    /// key and knows the address, and to nobody else.
    pub party_hash: String,
    /// How much was erased so far.
    pub counts: ErasureCountsShape,
}

impl From<domain::Erasure> for ErasureShape {
    fn from(erasure: domain::Erasure) -> Self {
        let domain::ErasureCounts { messages, marks, mentions, receipts, files } = erasure.counts;
        Self {
            id: erasure.id.to_string(),
            state: erasure.state.into(),
            percent: erasure.percent,
            asked_at_ms: erasure.asked_at.0,
            erased_at_ms: erasure.erased_at.map(|at| at.0),
            party_hash: erasure.party_hash,
            counts: ErasureCountsShape { messages, marks, mentions, receipts, files },
        }
    }
}
