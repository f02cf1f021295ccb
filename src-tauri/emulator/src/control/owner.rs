//! What a phone's owner is like, and whether the phone is there at all.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;

use super::answers::Asked;
use super::phones::Named;
use super::shapes::Switch;
use crate::contacts::Script;
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new().route("/phones/{number}/airplane", post(airplane)).route("/phones/{number}/script", post(script))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Character {
    /// By hand when absent.
    script: Option<Script>,
    /// How often a chatterbox writes.
    per_minute: Option<u32>,
}

async fn airplane(Named(phone): Named, Asked(asked): Asked<Switch>) -> StatusCode {
    phone.airplane_mode(asked.on);
    StatusCode::NO_CONTENT
}

async fn script(Named(phone): Named, Asked(asked): Asked<Character>) -> StatusCode {
    match (asked.script, asked.per_minute) {
        (Some(Script::Chatterbox), Some(per_minute)) => phone.chatter(per_minute),
        (Some(script), _) => phone.auto_reply(script),
        (None, _) => phone.answer_by_hand(),
    }
    StatusCode::NO_CONTENT
}
