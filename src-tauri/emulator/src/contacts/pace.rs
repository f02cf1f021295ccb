//! How a chatterbox goes on.

/// How a chatterbox goes on.
pub(crate) struct Pace {
    pub(super) interval_ms: u64,
    pub(super) next_at_ms: u64,
    /// Lines said, counted from a place of its own.
    pub(super) said: usize,
}
