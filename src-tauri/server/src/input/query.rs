//! Query strings.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::{FieldError, Problem};

/// Takes a query of the form `T`; unknown parameters are refused by its `deny_unknown_fields`.
pub(crate) struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Query(value) = Query::try_from_uri(&parts.uri).map_err(|rejection| {
            let text = rejection.body_text();
            let message = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
            let unknown = message.contains("unknown field");
            let field = if unknown { message.split('`').nth(1) } else { message.split(':').next() };
            let code = if unknown { "unknown" } else { "invalid" };
            Problem::invalid(vec![FieldError::new(field.unwrap_or_default(), code, "The parameter is not valid.")])
        })?;
        Ok(Self(value))
    }
}

/// How many entries a page has: what was asked for, within what is sensible.
pub(crate) fn page_size(asked: Option<u32>, usual: u32, most: u32) -> Result<usize, Problem> {
    match asked {
        None => Ok(usual as usize),
        Some(size) if (1..=most).contains(&size) => Ok(size as usize),
        Some(_) => {
            Err(Problem::invalid(vec![FieldError::new("limit", "invalid", format!("A page has 1 to {most} entries."))]))
        }
    }
}

/// What to search for: nothing when it is blank.
pub(crate) fn search_words(asked: Option<String>) -> Result<Option<String>, Problem> {
    match asked.map(|words| words.trim().to_owned()) {
        Some(words) if words.chars().count() > 100 => Err(Problem::invalid(vec![FieldError::new(
            "search",
            "too_long",
            "At most 100 characters can be searched for.",
        )])),
        Some(words) if !words.is_empty() => Ok(Some(words)),
        _ => Ok(None),
    }
}

/// A cursor that no page has handed out.
pub(crate) fn bad_cursor() -> Problem {
    Problem::invalid(vec![FieldError::new("cursor", "invalid", "Pass nextCursor of the page before, unchanged.")])
}
