//! When the other side wants to be asked again.

use chrono::DateTime;
use hyper::HeaderMap;
use hyper::header::RETRY_AFTER;
use portaria_domain::UnixMs;

/// `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now; below 0 for a date that has passed.
pub(crate) fn retry_after_ms(headers: &HeaderMap, now: UnixMs) -> Option<i64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000);
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some(UnixMs(at.timestamp_millis()).since_ms(now))
}
