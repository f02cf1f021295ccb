//! JSON bodies.

use std::error::Error as _;
use std::time::Duration;

use axum::RequestExt as _;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::app::AppState;
use crate::auth::Proof;
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

impl<T: Form> FromRequest<AppState> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Problem> {
        parse::<T>(&json_bytes(request, app).await?)?.read().map(Self).map_err(Problem::invalid)
    }
}

/// The bytes of a body that calls itself JSON, within its route's limit and the time that a body may take.
pub(crate) async fn json_bytes(request: Request, app: &AppState) -> Result<Vec<u8>, Problem> {
    if !says_json(request.headers()) {
        return Err(Problem::new(Code::UnsupportedMediaType, "Send Content-Type: application/json."));
    }
    let arriving = tokio::time::timeout(BODY_DEADLINE, body(request, app));
    arriving.await.map_err(|_| Problem::new(Code::RequestTimeout, "Send the body at once."))?
}

/// Reads a body up to its route's limit. What is in memory of it counts for who sent it; what strangers may send is small.
async fn body(request: Request, app: &AppState) -> Result<Vec<u8>, Problem> {
    let mut share = match request.extensions().get::<Proof>() {
        Some(who) => Some(app.pools.body_bytes.take(who.holder(), 0).ok_or_else(|| Problem::rate_limited(1))?),
        None => None,
    };
    let mut body = request.with_limited_body().into_body();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            if is_too_long(&error) {
                Problem::new(Code::PayloadTooLarge, "Send less at a time.")
            } else {
                Problem::new(Code::BadJson, "The body could not be read.")
            }
        })?;
        let Ok(piece) = frame.into_data() else { continue };
        if share.as_mut().is_some_and(|share| !share.grow(piece.len())) {
            return Err(Problem::rate_limited(1));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn is_too_long(error: &axum::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Whether the body calls itself JSON; a form of another site's page cannot, without asking first.
fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would take an array for an object, its values for the fields in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::invalid(vec![FieldError::new(".", "wrong_type", "The body is an object.")]));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        // Of a word among several, serde takes another type for bad JSON.
        if error.inner().is_data() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            unfit(&error)
        } else {
            Problem::new(Code::BadJson, "The body is not well-formed JSON.")
        }
    })?;
    json.end().map_err(|_| Problem::new(Code::BadJson, "Something follows the JSON."))?;
    Ok(value)
}

/// Reads a form of JSON that was read before.
pub(crate) fn of_value<T: DeserializeOwned>(object: serde_json::Map<String, serde_json::Value>) -> Result<T, Problem> {
    serde_path_to_error::deserialize(serde_json::Value::Object(object)).map_err(|error| unfit(&error))
}

/// What does not fit its form, by the name of its field.
fn unfit(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    Problem::invalid(vec![field_error(&error.path().to_string(), &error.inner().to_string())])
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
