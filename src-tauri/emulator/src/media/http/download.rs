//! `GET {direct_path}`: a file or a part of it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::range::{Part, part};
use crate::faults::Download;
use crate::media::link::Query;
use crate::media::store::Denied;
use crate::running::Net;

/// Gives what the path leads to: 404 for nothing, 403 for a forged signature or hash, 410 once its time is over.
pub(super) async fn give(State(net): State<Arc<Net>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = Query::new(uri.query());
    let found = net.look(|world| world.media.fetch(uri.path(), &query, world.now_ms()));
    let (kind, bytes) = match found {
        Ok(found) => found,
        Err(Denied::Unknown) => return (StatusCode::NOT_FOUND, "not found").into_response(),
        Err(Denied::Forged) => return (StatusCode::FORBIDDEN, "URL signature mismatch").into_response(),
        Err(Denied::Expired) => return (StatusCode::GONE, "URL signature expired").into_response(),
    };
    let download = Download::of(&net, kind, bytes);
    let length = download.bytes.len();
    let answer =
        Response::builder().header(header::ACCEPT_RANGES, "bytes").header(header::CONTENT_TYPE, kind.content_type());
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let answer = match part(range, length) {
        Part::Whole => answer.header(header::CONTENT_LENGTH, length).body(download.body(download.bytes.clone())),
        Part::Bytes(range) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1)))
            .header(header::CONTENT_LENGTH, range.len())
            .body(download.body(download.bytes.slice(range))),
        Part::Nowhere => answer
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{length}"))
            .body(Body::empty()),
    };
    answer.expect("the headers are ASCII")
}
