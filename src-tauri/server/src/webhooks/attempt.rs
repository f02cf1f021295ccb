//! One HTTP request of a delivery.

use std::time::{Duration, Instant};

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use portaria_domain::{Attempt, AttemptFailure, UnixMs, Webhook};
use url::Url;

use super::signing;
use crate::egress::{Answered, EgressError, Poster, retry_after_ms};

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer is kept, in bytes.
const ANSWER_BYTES: usize = 1_024;

/// What came of an attempt.
pub(super) struct Tried {
    /// As it is kept.
    pub attempt: Attempt,
    /// How long the receiver asks to be left alone, in milliseconds.
    pub retry_after_ms: Option<i64>,
}

/// Sends a body once.
pub(super) async fn send(poster: &Poster, webhook: &Webhook, id: &str, body: Vec<u8>, now: UnixMs) -> Tried {
    let began = Instant::now();
    let outcome = match webhook.url.parse::<Url>() {
        Ok(url) => poster.post(&url, headers(webhook, id, &body, now), body.into(), PATIENCE, ANSWER_BYTES).await,
        Err(_) => Err(EgressError::Forbidden),
    };
    let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    let attempt = |status, failure, answer| Attempt { at: now, took_ms, status, failure, answer };
    match outcome {
        Ok(Answered { status, headers, body }) => {
            let failure = (!status.is_success()).then_some(AttemptFailure::Refused);
            let attempt = attempt(Some(status.as_u16()), failure, readable(&body));
            Tried { attempt, retry_after_ms: asked_again_ms(status, &headers, now) }
        }
        Err(error) => {
            tracing::debug!(error = &error as &dyn std::error::Error, "a webhook's receiver could not be told");
            let failure = match error {
                EgressError::Forbidden => AttemptFailure::Forbidden,
                EgressError::TooSlow => AttemptFailure::TooSlow,
                EgressError::Refused(_) | EgressError::Failed(_) => AttemptFailure::Unreachable,
            };
            Tried { attempt: attempt(None, Some(failure), String::new()), retry_after_ms: None }
        }
    }
}

/// The owner's headers, and over them ours.
fn headers(webhook: &Webhook, id: &str, body: &[u8], now: UnixMs) -> HeaderMap {
    let timestamp_s = now.0.div_euclid(1_000);
    let mut headers = HeaderMap::new();
    for header in &webhook.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        if let (Ok(name), Ok(mut value)) = (name, HeaderValue::from_str(header.value.expose())) {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    }
    let signature = signing::sign(webhook.secrets.valid(now), id, timestamp_s, body);
    for (name, value) in [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", timestamp_s.to_string()),
        ("webhook-signature", signature),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::try_from(value).expect("it is visible ASCII"));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
}

/// How an answer begins, as text; what is no text is left out.
fn readable(body: &[u8]) -> String {
    String::from_utf8_lossy(body).replace(|sign: char| sign.is_control() && sign != '\n' && sign != '\t', "")
}

/// When the receiver wants to be told again; a success says nothing of that.
fn asked_again_ms(status: StatusCode, headers: &HeaderMap, now: UnixMs) -> Option<i64> {
    if status.is_success() { None } else { retry_after_ms(headers, now) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::header::RETRY_AFTER;

    use super::*;

    #[test]
    fn a_receiver_says_by_seconds_or_by_a_date_when_to_come_again() {
        let asked = |status: u16, text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(text).unwrap())]);
            asked_again_ms(StatusCode::from_u16(status).unwrap(), &headers, UnixMs(784_111_777_000 - 90_000))
        };
        assert_eq!(asked(429, "120"), Some(120_000));
        assert_eq!(asked(503, "Sun, 06 Nov 1994 08:49:37 GMT"), Some(90_000));
        for (status, text) in [(200, "120"), (503, "soon"), (503, "-5"), (503, "")] {
            assert_eq!(asked(status, text), None, "{status} {text}");
        }
    }

    #[test]
    fn what_is_kept_of_an_answer_is_text() {
        assert_eq!(readable(b"ol\xc3\xa1\r\n\x00\x1b[31m\xff"), "olá\n[31m\u{fffd}");
    }
}
