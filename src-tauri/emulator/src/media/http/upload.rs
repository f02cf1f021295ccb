//! `POST /mms/{kind}/{token}`: a file, or the rest of one whose upload was cut.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::faults::refused_upload;
use crate::media::file_hash::{FileHash, file_hash};
use crate::media::link::Query;
use crate::media::store::{Body as Content, Location};
use crate::media::{MediaKind, token};
use crate::running::Net;
use crate::world::World;

/// 401 without a token of `media_conn`, 413 beyond the limit, 400 if the bytes are not those that the path names.
pub(super) async fn take(
    State(net): State<Arc<Net>>,
    Path((kind, name)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let query = Query::new(uri.query());
    let (Some(kind), Some(hash)) = (MediaKind::of_upload(&kind), file_hash(&name)) else {
        return (StatusCode::BAD_REQUEST, "no such kind of media, or no hash").into_response();
    };
    if !net.look(|world| token::admits(world, query.get("auth").unwrap_or_default())) {
        return (StatusCode::UNAUTHORIZED, "the token is unknown or has ended").into_response();
    }
    if query.get("resume") == Some("1") {
        return Json(net.quietly(|world| progress(world, &hash))).into_response();
    }
    let offset = query.get("file_offset").and_then(|offset| offset.parse().ok()).unwrap_or(0);
    let Some(begun) = net.quietly(|world| world.media.begun(&hash, offset)) else {
        return (StatusCode::RANGE_NOT_SATISFIABLE, "less than that has come").into_response();
    };
    let most = net.look(|world| world.media.limits.largest_bytes);
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if offset.saturating_add(announced.unwrap_or(0)) > most {
        return (StatusCode::PAYLOAD_TOO_LARGE, "the file is too large").into_response();
    }
    if let Some(status) = refused_upload(&net, kind) {
        // Read to its end, so that the client hears the answer and no broken connection.
        let _ = arrive(body, begun, most, None).await;
        return (status, "a fault refuses the upload").into_response();
    }
    let cut_after = net.quietly(|world| world.media.cut_next_upload.take());
    let arrived = arrive(body, begun, most, cut_after).await;
    net.act(|world| keep(world, hash, kind, offset, arrived))
}

/// How far the bytes came.
enum Arrived {
    All(Vec<u8>),
    /// The connection was cut.
    Some(Vec<u8>),
    TooMuch,
}

async fn arrive(body: Body, mut bytes: Vec<u8>, most: u64, cut_after: Option<u64>) -> Arrived {
    let cut_at = cut_after.and_then(|after| usize::try_from(after).ok()).map(|after| bytes.len() + after);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else { return Arrived::Some(bytes) };
        if (bytes.len() + piece.len()) as u64 > most {
            return Arrived::TooMuch;
        }
        bytes.extend_from_slice(&piece);
        if let Some(cut_at) = cut_at.filter(|cut_at| bytes.len() >= *cut_at) {
            bytes.truncate(cut_at);
            return Arrived::Some(bytes);
        }
    }
    Arrived::All(bytes)
}

fn keep(world: &mut World, hash: FileHash, kind: MediaKind, offset: u64, arrived: Arrived) -> Response {
    let now_ms = world.now_ms();
    match arrived {
        Arrived::TooMuch => (StatusCode::PAYLOAD_TOO_LARGE, "the file is too large").into_response(),
        Arrived::Some(bytes) => {
            let received = bytes.len() as u64 - offset;
            if world.media.held(&hash).is_none_or(|held| matches!(held.body, Content::Partial(_))) {
                world.media.put(hash, kind, Content::Partial(bytes), received, now_ms);
            }
            (StatusCode::SERVICE_UNAVAILABLE, [(header::CONNECTION, "close")], "the upload was cut").into_response()
        }
        Arrived::All(bytes) if Sha256::digest(&bytes).as_slice() != hash => {
            (StatusCode::BAD_REQUEST, "these are not the bytes that the path names").into_response()
        }
        Arrived::All(bytes) => {
            let received = bytes.len() as u64 - offset;
            world.media.put(hash, kind, Content::Whole(Bytes::from(bytes)), received, now_ms);
            match world.media.link(&hash, now_ms, &mut world.rng) {
                Some(location) => Json(found(kind, &location)).into_response(),
                None => (StatusCode::INSUFFICIENT_STORAGE, "the file is larger than the whole store").into_response(),
            }
        }
    }
}

/// The answer to `resume=1`: where the file is, or from which byte on it is wanted.
fn progress(world: &mut World, hash: &FileHash) -> Value {
    let now_ms = world.now_ms();
    if let Some(location) = world.media.link(hash, now_ms, &mut world.rng) {
        return json!({ "resume": "complete", "url": location.url, "direct_path": location.direct_path });
    }
    let come = world.media.held(hash).map_or(0, |held| held.body.len());
    json!({ "resume": come.to_string() })
}

fn found(kind: MediaKind, location: &Location) -> Value {
    let mut answer = json!({ "url": location.url, "direct_path": location.direct_path });
    if kind == MediaKind::Newsletter {
        answer["handle"] = json!(location.direct_path);
    }
    answer
}
