//! One line in the log for each request, and an id that leads to it.

use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs method, path, status and duration. Never the query, a header or a body; a fragment never gets here.
pub(crate) async fn trace(request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    let span = tracing::info_span!("request", request.id = %id);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, duration_ms) = (response.status().as_u16(), started.elapsed().as_millis());
    span.in_scope(|| tracing::debug!(%method, path = path.escape_debug().to_string(), status, duration_ms, "answered"));
    response.headers_mut().insert(REQUEST_ID, HeaderValue::try_from(id).expect("hexadecimal digits are visible ASCII"));
    response
}
