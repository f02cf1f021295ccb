//! What reading a blob of history knows, and where each of its entries stands.

use std::collections::HashMap;

use portaria_domain::{Address, ChatKind, Jid, MessageKey, UnixMs};

/// The last second that a timestamp may name: beyond the year 9999 it is none.
pub(super) const LAST_SECOND: u64 = 253_402_300_799;

/// Reads one blob. Blocking: inflating takes tens of milliseconds.
pub(super) struct Decoder {
    pub(super) own: Address,
    /// Each form of a person's address by the other.
    pub(super) others: HashMap<Jid, Jid>,
}

impl Decoder {
    pub(super) fn new(own: Address) -> Self {
        Self { own, others: HashMap::new() }
    }
}

/// Where an entry stands, and whose it is.
pub(super) struct Place<'a> {
    pub(super) decoder: &'a Decoder,
    pub(super) chat: &'a Address,
    pub(super) kind: ChatKind,
    pub(super) key: MessageKey,
    pub(super) at: Option<UnixMs>,
}

/// A moment; `None` where there is none.
pub(super) fn unix_ms(seconds: u64) -> Option<UnixMs> {
    let seconds = i64::try_from(Some(seconds).filter(|seconds| (1..=LAST_SECOND).contains(seconds))?).ok()?;
    Some(UnixMs(seconds * 1_000))
}
