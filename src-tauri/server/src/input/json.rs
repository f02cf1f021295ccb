//! JSON bodies.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::problem::{Code, FieldError, Problem};

/// How long a body may take to arrive. Bodies are small; who needs longer is slow on purpose.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// A body as it is written, and the way to the value that the house works with.
///
/// Unknown fields are refused by the `deny_unknown_fields` of each form.
pub(crate) trait Form: DeserializeOwned {
    /// The value that the house works with.
    type Value: Send;

    /// Reads the value, or names every field that is not valid.
    fn read(self) -> Result<Self::Value, Vec<FieldError>>;
}

/// Takes a body of the form `T` and hands on its value.
pub(crate) struct Input<T: Form>(pub T::Value);

impl<S: Send + Sync, T: Form> FromRequest<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            return Err(Problem::new(Code::UnsupportedMediaType, "Send Content-Type: application/json."));
        }
        let arriving = Bytes::from_request(request, state);
        let bytes = tokio::time::timeout(BODY_DEADLINE, arriving)
            .await
            .map_err(|_| Problem::new(Code::RequestTimeout, "Send the body at once."))?
            .map_err(|rejection| match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::PayloadTooLarge, "Send less at a time."),
                _ => Problem::new(Code::BadJson, "The body could not be read."),
            })?;
        parse::<T>(&bytes)?.read().map(Self).map_err(Problem::invalid)
    }
}

/// Whether the body calls itself JSON; a form of another site's page cannot, without asking first.
fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        // Of a word among several, serde takes another type for bad JSON.
        if error.is_data() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            Problem::invalid(vec![field_error(&path, &error.to_string())])
        } else {
            Problem::new(Code::BadJson, "The body is not well-formed JSON.")
        }
    })?;
    json.end().map_err(|_| Problem::new(Code::BadJson, "Something follows the JSON."))?;
    Ok(value)
}

/// Names the field in serde's words: it stands in the path, or in backticks when the path ends at its parent.
fn field_error(path: &str, message: &str) -> FieldError {
    let quoted = || {
        let name = message.split('`').nth(1).unwrap_or_default();
        let is_named = path == name || path.ends_with(&format!(".{name}"));
        match path {
            "." | "?" | "" => name.to_owned(),
            path if is_named => path.to_owned(),
            path => format!("{path}.{name}"),
        }
    };
    if message.starts_with("unknown field") {
        FieldError::new(quoted(), "unknown", "There is no such field.")
    } else if message.starts_with("missing field") {
        FieldError::new(quoted(), "missing", "The field is missing.")
    } else if message.starts_with("duplicate field") {
        FieldError::new(quoted(), "invalid", "The field stands there twice.")
    } else {
        FieldError::new(path, "wrong_type", "The field has another type.")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Greeting {
        #[expect(dead_code, reason = "only its parsing is looked at")]
        name: String,
        #[expect(dead_code, reason = "only its parsing is looked at")]
        tone: Option<Tone>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Tone {
        Warm,
    }

    fn refusal(body: &str) -> String {
        format!("{:?}", parse::<Greeting>(body.as_bytes()).unwrap_err())
    }

    #[test]
    fn a_body_that_does_not_fit_names_its_field() {
        for (body, code) in [
            (r#"{"name":"a","x":1}"#, "unknown"),
            ("{}", "missing"),
            (r#"{"name":5}"#, "wrong_type"),
            (r#"{"name":"a","name":"b"}"#, "invalid"),
        ] {
            let refusal = refusal(body);
            assert!(refusal.contains("ValidationFailed") && refusal.contains(code), "{body}: {refusal}");
            assert!(refusal.contains(if code == "unknown" { "\"x\"" } else { "\"name\"" }), "{body}: {refusal}");
        }
        for tone in ["5", "[]", "true", "\"cold\"", "{\"warm\":1}"] {
            let refusal = refusal(&format!(r#"{{"name":"a","tone":{tone}}}"#));
            assert!(refusal.contains("ValidationFailed") && refusal.contains("\"tone"), "{tone}: {refusal}");
        }
    }

    #[test]
    fn a_body_that_is_no_json_says_so() {
        let deep = "[".repeat(100_000);
        for body in ["", "{", "nonsense", r#"{"name":"a"}{}"#, "\u{0}", deep.as_str()] {
            let refusal = refusal(body);
            assert!(refusal.contains("BadJson") || refusal.contains("wrong_type"), "{refusal}");
        }
    }
}
