//! Moments as they come in.

use portaria_domain::UnixMs;

/// Reads an RFC 3339 moment, such as `2026-12-24T18:00:00Z`.
pub(crate) fn moment(text: &str) -> Option<UnixMs> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|moment| UnixMs(moment.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_a_date_a_time_and_an_offset() {
        assert_eq!(moment("1970-01-01T00:00:01Z"), Some(UnixMs(1_000)));
        assert_eq!(moment("1970-01-01T00:00:01.5-03:00"), Some(UnixMs(3 * 3_600_000 + 1_500)));
        for bad in ["", "2026-12-24", "2026-12-24T18:00:00", "18:00", "2026-13-01T00:00:00Z", "amanhã"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}
