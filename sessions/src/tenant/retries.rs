//! How often and how soon something is tried again that did not leave.

use portaria_storage::LONGEST_RETRY_MS;

/// After so many attempts, which take about an hour, something is a dead letter.
pub(crate) const MOST_ATTEMPTS: u32 = 18;
/// The first wait before another attempt.
const FIRST_RETRY_MS: i64 = 1_000;

/// How long to wait after so many attempts, in milliseconds.
pub(crate) fn wait_ms(attempts: u32) -> i64 {
    FIRST_RETRY_MS.saturating_mul(1 << attempts.min(20)).min(LONGEST_RETRY_MS)
}
