//! Bodies that announce that they are too large are not waited for.

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::AppState;
use crate::problem::{Code, Problem};

/// Refuses by `Content-Length` what no route takes; any other body is cut off while it is read, at its route's limit.
pub(crate) async fn refuse_announced_giants(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|bytes: u64| bytes > app.config.limits.send_body_bytes() as u64) {
        return Problem::new(Code::PayloadTooLarge, "Send less at a time.").into_response();
    }
    next.run(request).await
}
