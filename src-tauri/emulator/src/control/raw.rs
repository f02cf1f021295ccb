//! What comes as protobuf and goes on word for word, and other reports from the field.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query};
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;
use serde_json::Value;
use waproto::buffa::Message as _;
use waproto::codec::message_decode;
use waproto::whatsapp::HistorySync;

use super::answers::Asked;
use super::kinds::sent;
use super::phones::{Answer, Done, Named};
use crate::error::EmulatorError;
use crate::pairing::Coexistence;
use crate::running::Net;

/// More than any history that is written by hand.
const MOST_BYTES: usize = 64 << 20;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/send-raw", post(send))
        .route("/phones/{number}/history-raw", post(history))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .route("/phones/{number}/album", post(album))
        .route("/phones/{number}/ask-for", post(ask_for))
        .route("/phones/{number}/coexistence", post(coexist))
        .route("/phones/{number}/username", post(username))
}

#[derive(Deserialize)]
struct To {
    to: String,
    id: Option<String>,
}

/// A `Message` as the body.
async fn send(Named(phone): Named, Query(asked): Query<To>, body: Bytes) -> Answer<Value> {
    let message = message_decode(&body).map_err(|_| EmulatorError::NotProtobuf("a Message"))?;
    sent(&phone.send_raw(asked.to, message, asked.id.as_deref()).await?)
}

/// A `HistorySync` as the body.
async fn history(Named(phone): Named, body: Bytes) -> Done {
    let past = HistorySync::decode_from_slice(&body).map_err(|_| EmulatorError::NotProtobuf("a HistorySync"))?;
    phone.script_history_raw(past);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Album {
    to: String,
    #[serde(default)]
    pictures: u32,
    #[serde(default)]
    films: u32,
}

async fn album(Named(phone): Named, Asked(asked): Asked<Album>) -> Answer<Value> {
    sent(&phone.open_album(asked.to, asked.pictures, asked.films).await?)
}

#[derive(Deserialize)]
struct Missing {
    with: String,
    /// Whom to ask; in a chat with one, that one when absent.
    of: Option<String>,
    id: String,
}

async fn ask_for(Named(phone): Named, Asked(asked): Asked<Missing>) -> Done {
    let of = asked.of.unwrap_or_else(|| asked.with.clone());
    phone.ask_for(asked.with, &of, &asked.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn coexist(Named(phone): Named, Asked(asked): Asked<Coexistence>) -> StatusCode {
    phone.coexist(asked);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Called {
    /// By the number again when absent.
    username: Option<String>,
}

async fn username(Named(phone): Named, Asked(asked): Asked<Called>) -> StatusCode {
    phone.go_by_username(asked.username.as_deref());
    StatusCode::NO_CONTENT
}
