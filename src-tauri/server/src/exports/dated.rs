//! Moments for people: RFC 3339 beside each `…AtMs`.

use chrono::DateTime;
use portaria_domain::UnixMs;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::shapes::rfc3339;

/// The day of a moment in UTC, such as `2026-11-30`.
pub(crate) fn day(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().format("%Y-%m-%d").to_string()
}

/// A value as JSON, with each moment also in words: `at` beside `atMs`, `askedAt` beside `askedAtMs`.
pub(super) fn value(of: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(of).expect("shapes have only plain fields");
    add(&mut value);
    value
}

fn add(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(add);
            let found: Vec<_> = fields.iter().filter_map(|(name, value)| in_words(name, value)).collect();
            fields.extend(found.into_iter().collect::<Map<_, _>>());
        }
        Value::Array(items) => items.iter_mut().for_each(add),
        _ => {}
    }
}

fn in_words(name: &str, value: &Value) -> Option<(String, Value)> {
    let words = name.strip_suffix("Ms").filter(|rest| *rest == "at" || rest.ends_with("At"))?;
    Some((words.to_owned(), rfc3339(UnixMs(value.as_i64()?)).into()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_moment_stands_in_words_too_however_deep() {
        let plain = json!({ "atMs": 0, "marks": [{ "writtenAtMs": 1_500 }], "readAtMs": null, "sizeMs": 3 });
        let words = json!({
            "at": "1970-01-01T00:00:00.000Z", "atMs": 0, "readAtMs": null, "sizeMs": 3,
            "marks": [{ "writtenAt": "1970-01-01T00:00:01.500Z", "writtenAtMs": 1_500 }],
        });
        assert_eq!(value(&plain), words);
    }
}
