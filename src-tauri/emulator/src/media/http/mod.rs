//! What clients reach over HTTP: uploads and downloads.

mod download;
mod range;
mod upload;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

pub(crate) use range::{Part, part};

use crate::control::names_loopback;
use crate::running::Net;

/// WhatsApp Web's own page, which client libraries say they are.
const WEB_ORIGIN: &str = "https://web.whatsapp.com";

/// The paths of WhatsApp's media servers.
pub(crate) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/mms/{kind}/{token}", post(upload::take))
        .route("/newsletter/{kind}/{token}", post(upload::take))
        .route("/v/{folder}/{name}", get(download::give))
        .layer(axum::middleware::from_fn(only_clients))
}

/// A client names this port, or WhatsApp's own servers which somebody led here; a page elsewhere does neither.
async fn only_clients(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let ours = names_loopback(headers, &header::HOST, true) || names_whatsapp(headers);
    let origin = headers.get(header::ORIGIN).is_some_and(|origin| origin == WEB_ORIGIN)
        || names_loopback(headers, &header::ORIGIN, false);
    if ours && origin {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "the emulator answers on loopback only").into_response()
}

fn names_whatsapp(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    host.split(':').next().unwrap_or_default().ends_with(".whatsapp.net")
}
