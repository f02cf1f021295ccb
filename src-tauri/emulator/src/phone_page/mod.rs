//! The phone page: static files in the binary, at `/` of the network's own port.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::network::Net;

#[path = "../../page/files.rs"]
mod files;

/// A route for each file of the page.
pub(crate) fn routes() -> Router<Arc<Net>> {
    files::FILES.iter().fold(Router::new(), |routes, (path, kind, content)| {
        routes.route(path, get(move || async move { page_file(kind, content) }))
    })
}

fn page_file(kind: &'static str, content: &'static str) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        content,
    )
}
