//! Calls, by remote control.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::Asked;
use super::phones::{Answer, Done, Named};
use crate::calls::PhoneCall;
use crate::error::EmulatorError;
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new().route("/phones/{number}/calls", get(list).post(begin)).route("/phones/{number}/calls/{id}", post(act))
}

#[derive(Deserialize)]
pub(super) struct Calling {
    /// Whom it calls; several for a group, or nobody for all its members.
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    video: bool,
    /// The user part of a group's address.
    group: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Deed {
    Accept,
    Reject,
    HangUp,
    RingOut,
}

#[derive(Deserialize)]
pub(super) struct Acting {
    deed: Deed,
}

pub(super) async fn list(Named(phone): Named) -> Json<Vec<PhoneCall>> {
    Json(phone.calls())
}

pub(super) async fn begin(Named(phone): Named, Asked(asked): Asked<Calling>) -> Answer<Value> {
    let people: Vec<&str> = asked.to.iter().map(String::as_str).collect();
    let id = match (asked.group.as_deref(), people.as_slice()) {
        (None, [to]) => phone.call(to, asked.video)?,
        (None, _) => return Err(EmulatorError::NotANumber(asked.to.join(" ")).into()),
        (Some(group), people) => phone.call_group(group, people, asked.video)?,
    };
    Ok(Json(json!({ "id": id })))
}

pub(super) async fn act(
    Named(phone): Named,
    Path((_, call)): Path<(String, String)>,
    Asked(asked): Asked<Acting>,
) -> Done {
    match asked.deed {
        Deed::Accept => phone.accept_call(&call)?,
        Deed::Reject => phone.reject_call(&call)?,
        Deed::HangUp => phone.hang_up(&call)?,
        Deed::RingOut => phone.ring_out(&call)?,
    }
    Ok(StatusCode::NO_CONTENT)
}
