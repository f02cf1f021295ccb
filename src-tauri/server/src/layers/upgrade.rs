//! A connection that becomes a socket is bounded as one from then on.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use crate::accept::Place;

/// Notes an upgrade on the connection's place, before the client hears of it.
pub(crate) async fn note_upgrade(request: Request, next: Next) -> Response {
    let place = request.extensions().get::<Arc<Place>>().cloned();
    let response = next.run(request).await;
    if let Some(place) = place.filter(|_| response.status() == StatusCode::SWITCHING_PROTOCOLS) {
        place.becomes_socket();
    }
    response
}
