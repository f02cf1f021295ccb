//! Which hours figures are asked of.

use portaria_domain::UnixMs;
use portaria_storage::Hours;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::moment;
use crate::problem::{FieldError, Problem};

const DAY_MS: i64 = 24 * 3_600_000;
/// How long a span may be.
const MOST_MS: i64 = 366 * DAY_MS;
/// How long it is when it is not said.
const USUAL_MS: i64 = 7 * DAY_MS;

/// A span of time. Figures are kept by hours of UTC: what is asked for begins with the hour of `from` and ends behind the last
/// hour before `to`.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Range {
    /// From this moment on, RFC 3339; seven days before `to` when it is not said.
    from: Option<String>,
    /// Before this moment, RFC 3339, at most 366 days later; now when it is not said.
    to: Option<String>,
}

impl Range {
    pub(super) fn hours(&self, now: UnixMs) -> Result<Hours, Problem> {
        let to = self.to.as_deref().map(|text| named("to", text)).transpose()?;
        let from = self.from.as_deref().map(|text| named("from", text)).transpose()?;
        let from = from.unwrap_or_else(|| to.unwrap_or(now) - USUAL_MS);
        let field = if self.to.is_some() { "to" } else { "from" };
        // The hour that has just begun is one of them. What has not begun yet has no figures, and is no mistake.
        span(field, from, to.unwrap_or_else(|| now.max(from) + 1))
    }
}

/// The hours between two moments that are named together, as `activeFrom` and `activeTo`; `None`: neither is.
pub(crate) fn hours_named(
    (from_field, from): (&'static str, Option<&str>),
    (to_field, to): (&'static str, Option<&str>),
) -> Result<Option<Hours>, Problem> {
    let from = from.map(|text| named(from_field, text)).transpose()?;
    let to = to.map(|text| named(to_field, text)).transpose()?;
    match (from, to) {
        (None, None) => Ok(None),
        (Some(from), Some(to)) => span(to_field, from, to).map(Some),
        (Some(_), None) => Err(wrong(to_field, "Say also where the span ends.")),
        (None, Some(_)) => Err(wrong(from_field, "Say also where the span begins.")),
    }
}

fn span(field: &'static str, from: UnixMs, to: UnixMs) -> Result<Hours, Problem> {
    let length_ms = to.since_ms(from);
    if length_ms <= 0 {
        return Err(wrong(field, "The span must end behind its beginning."));
    }
    if length_ms > MOST_MS {
        return Err(wrong(field, "The span is at most 366 days."));
    }
    Ok(Hours::around(from, to))
}

fn named(field: &'static str, text: &str) -> Result<UnixMs, Problem> {
    moment(text).ok_or_else(|| wrong(field, "Say a moment such as 2026-12-24T18:00:00Z."))
}

fn wrong(field: &'static str, detail: &'static str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, "invalid", detail)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = UnixMs(1_800_000_000_000);

    fn asked(from: Option<&str>, to: Option<&str>) -> Result<(i64, i64), String> {
        let range = Range { from: from.map(Into::into), to: to.map(Into::into) };
        let hours = range.hours(NOW).map_err(|problem| format!("{problem:?}"))?;
        Ok((hours.from().0, hours.to().0))
    }

    #[test]
    fn a_span_is_seven_days_until_now_where_nothing_is_said() {
        let this_hour = NOW.0 + 3_600_000;
        assert_eq!(asked(None, None).unwrap(), (NOW.0 - USUAL_MS, this_hour));
        let day = asked(Some("2027-01-14T03:00:00Z"), None).unwrap();
        assert_eq!(day.1, this_hour, "until now");
        assert_eq!(asked(None, Some("2027-01-01T00:00:00-03:00")).unwrap().1 - USUAL_MS, 1_798_167_600_000);
    }

    #[test]
    fn a_span_that_is_none_or_too_long_is_refused_by_name() {
        for (from, to, field) in [
            (Some("2026-01-01T00:00:00Z"), Some("2026-01-01T00:00:00Z"), "to"),
            (Some("2026-01-02T00:00:00Z"), Some("2026-01-01T00:00:00Z"), "to"),
            (Some("2025-01-01T00:00:00Z"), Some("2026-01-02T00:00:01Z"), "to"),
            (Some("2020-01-01T00:00:00Z"), None, "from"),
            (Some("ontem"), None, "from"),
        ] {
            let refused = asked(from, to).unwrap_err();
            assert!(refused.contains(&format!("field: \"{field}\"")), "{from:?} {to:?}: {refused}");
        }
        assert!(asked(Some("2025-01-01T00:00:00Z"), Some("2026-01-02T00:00:00Z")).is_ok(), "366 days");
    }
}
