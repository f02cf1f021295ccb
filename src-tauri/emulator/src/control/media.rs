//! `/control/media…`: what the server holds, and how it stops being there.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use super::answers::{Asked, Refused};
use crate::error::EmulatorError;
use crate::media::StoredMedia;
use crate::running::Net;

/// A file by one of its paths.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    direct_path: String,
}

pub(super) async fn list(State(net): State<Arc<Net>>) -> Json<Vec<StoredMedia>> {
    Json(net.look(|world| world.media.list()))
}

pub(super) async fn expire(State(net): State<Arc<Net>>, Asked(place): Asked<Place>) -> Result<StatusCode, Refused> {
    done(net.act(|world| world.media.expire(&place.direct_path)))
}

pub(super) async fn lose(State(net): State<Arc<Net>>, Asked(place): Asked<Place>) -> Result<StatusCode, Refused> {
    done(net.act(|world| world.media.lose(&place.direct_path)))
}

fn done(found: bool) -> Result<StatusCode, Refused> {
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(EmulatorError::NoSuchMedia.into()) }
}
