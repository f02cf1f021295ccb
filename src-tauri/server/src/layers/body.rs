//! Bodies that announce that they are too large are not waited for.

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::AppState;
use crate::problem::{Code, Problem};

/// The largest file, and room for the form around it.
const LARGEST_FILE_BODY: u64 = 101_000_000;

/// Refuses by `Content-Length` what no route takes; any other body is cut off while it is read, at its route's limit.
pub(crate) async fn refuse_announced_giants(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    // Files are counted where they are written.
    let largest =
        if is_file(request.uri().path()) { LARGEST_FILE_BODY } else { app.config.limits.send_body_bytes() as u64 };
    if announced.is_some_and(|bytes: u64| bytes > largest) {
        return Problem::new(Code::PayloadTooLarge, "Send less at a time.").into_response();
    }
    next.run(request).await
}

/// Whether an address takes files: below `/api/whatsapp/{tenantId}` that is `media`, `media/uploads/{uploadId}` and
/// `contacts/imports`.
fn is_file(path: &str) -> bool {
    let below = path.strip_prefix("/api/whatsapp/").and_then(|path| path.split_once('/'));
    below.is_some_and(|(_, below)| matches!(below, "media" | "contacts/imports") || below.starts_with("media/uploads/"))
}
