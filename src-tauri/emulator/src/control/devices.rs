//! An account's devices and their keys, by remote control.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;

use super::answers::Asked;
use super::phones::{Done, Named};
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/reinstall", post(reinstall))
        .route("/phones/{number}/dirty", post(dirty))
        .route("/offline-primer", post(offline_primer))
        .route("/phones/{number}/keys", post(spend_keys))
}

#[derive(Deserialize)]
pub(super) struct Keys {
    device: u16,
    /// How many one-time keys stay; the server loses all of them when absent.
    leave: Option<usize>,
}

#[derive(Deserialize)]
pub(super) struct Dirt {
    kind: String,
}

#[derive(Deserialize)]
pub(super) struct Primer {
    /// Everything comes unasked when absent.
    stanzas: Option<usize>,
}

async fn dirty(Named(phone): Named, Asked(asked): Asked<Dirt>) -> StatusCode {
    phone.mark_dirty(&asked.kind);
    StatusCode::NO_CONTENT
}

async fn offline_primer(State(net): State<Arc<Net>>, Asked(asked): Asked<Primer>) -> StatusCode {
    net.act(|world| world.offline_primer = asked.stanzas);
    StatusCode::NO_CONTENT
}

pub(super) async fn reinstall(Named(phone): Named) -> StatusCode {
    phone.reinstall();
    StatusCode::NO_CONTENT
}

pub(super) async fn spend_keys(Named(phone): Named, Asked(asked): Asked<Keys>) -> Done {
    match asked.leave {
        Some(leave) => phone.spend_keys(asked.device, leave)?,
        None => phone.lose_keys(asked.device)?,
    }
    Ok(StatusCode::NO_CONTENT)
}
