//! What concerns everybody on the network at once.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::Asked;
use super::phones::Answer;
use super::shapes::Switch;
use crate::network::Number;
use crate::running::Net;

pub(super) async fn cut_everyone(State(net): State<Arc<Net>>) -> StatusCode {
    net.act(crate::login::cut_everyone);
    StatusCode::NO_CONTENT
}

pub(super) async fn refuse_connections(State(net): State<Arc<Net>>, Asked(asked): Asked<Switch>) -> StatusCode {
    net.act(|world| world.refuse_connections = asked.on);
    StatusCode::NO_CONTENT
}

pub(super) async fn migrate_to_lid(State(net): State<Arc<Net>>) -> StatusCode {
    net.act(crate::phone::migrate_to_lid);
    StatusCode::NO_CONTENT
}

/// The authority that vouches for the port's TLS certificate.
pub(super) async fn certificate(State(net): State<Arc<Net>>) -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "application/x-pem-file")], net.tls().authority_pem())
}

/// So many people to invent.
#[derive(Deserialize)]
pub(super) struct People {
    count: usize,
}

pub(super) async fn invent_people(State(net): State<Arc<Net>>, Asked(people): Asked<People>) -> Answer<Vec<Number>> {
    Ok(Json(net.act(|world| crate::demo::invent_people(world, people.count))?))
}

/// What a strict client must trust in place of WhatsApp's certificate root, in hex.
pub(super) async fn root(State(net): State<Arc<Net>>) -> Json<Value> {
    Json(json!({ "publicKey": hex::encode(net.authority().root_public_key()) }))
}
