//! The `Idempotency-Key` header.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::problem::{FieldError, Problem};

/// What makes repeating a request harmless: the same key sends once.
pub(crate) struct IdempotencyKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut values = parts.headers.get_all("idempotency-key").into_iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default();
        Self::read("Idempotency-Key", if values.next().is_none() { text } else { "" })
    }
}

impl IdempotencyKey {
    /// Reads a key, wherever it stands.
    pub(crate) fn read(field: &str, text: &str) -> Result<Self, Problem> {
        let is_printable = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if is_printable && (1..=128).contains(&text.len()) {
            Ok(Self(Some(text.to_owned())))
        } else {
            let detail = "One key of 1 to 128 printable characters.";
            Err(Problem::invalid(vec![FieldError::new(field, "invalid", detail)]))
        }
    }
}
