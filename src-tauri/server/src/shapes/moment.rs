//! Moments in words.

use chrono::{DateTime, SecondsFormat};
use portaria_domain::UnixMs;

/// A moment as RFC 3339 has it, in UTC and with milliseconds.
pub(crate) fn rfc3339(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}
