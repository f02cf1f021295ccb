//! How often and how soon something is tried again that did not leave.

/// After so many attempts, which take about an hour, something is a dead letter.
pub(crate) const MOST_ATTEMPTS: u32 = 18;
/// The first and the longest wait before another attempt.
const FIRST_RETRY_MS: i64 = 1_000;
const LONGEST_RETRY_MS: i64 = 5 * 60 * 1_000;

/// How long to wait after so many attempts, in milliseconds.
pub(crate) fn wait_ms(attempts: u32) -> i64 {
    FIRST_RETRY_MS.saturating_mul(1 << attempts.min(20)).min(LONGEST_RETRY_MS)
}
