//! What a message is that is sent in words, and what one does with a message that is there.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::Asked;
use super::phones::{Answer, Named};
use crate::phone::{Attendance, Draft, VoteForms};
use crate::running::Net;

/// A route for each thing. Every answer is the id of the message that was sent for it.
pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/react", post(react))
        .route("/phones/{number}/edit", post(edit))
        .route("/phones/{number}/revoke", post(revoke))
        .route("/phones/{number}/vote", post(vote))
        .route("/phones/{number}/answer", post(answer))
        .route("/phones/{number}/star", post(star))
        .route("/phones/{number}/pin", post(pin))
        .route("/phones/{number}/play", post(play))
        .route("/phones/{number}/forward", post(forward))
        .route("/phones/{number}/disappearing", post(disappearing))
}

/// A text, or a message of any kind.
#[derive(Deserialize)]
#[serde(try_from = "Unread")]
pub(super) struct Writing {
    pub(super) to: String,
    pub(super) message: Draft,
}

#[derive(Deserialize)]
struct Unread {
    to: String,
    text: Option<String>,
    message: Option<Draft>,
}

impl TryFrom<Unread> for Writing {
    type Error = &'static str;

    fn try_from(asked: Unread) -> Result<Self, Self::Error> {
        let message = asked.message.or_else(|| asked.text.map(Draft::text));
        Ok(Self { to: asked.to, message: message.ok_or("there is neither text nor message")? })
    }
}

#[derive(Deserialize)]
struct Reacting {
    with: String,
    id: String,
    /// Empty takes the sign away.
    sign: String,
}

async fn react(Named(phone): Named, Asked(asked): Asked<Reacting>) -> Answer<Value> {
    sent(&phone.react(asked.with, &asked.id, &asked.sign).await?)
}

#[derive(Deserialize)]
struct Editing {
    with: String,
    id: String,
    text: String,
}

async fn edit(Named(phone): Named, Asked(asked): Asked<Editing>) -> Answer<Value> {
    sent(&phone.edit(asked.with, &asked.id, &asked.text).await?)
}

/// A message by chat and id.
#[derive(Deserialize)]
struct Which {
    with: String,
    id: String,
}

async fn revoke(Named(phone): Named, Asked(asked): Asked<Which>) -> Answer<Value> {
    sent(&phone.revoke(asked.with, &asked.id).await?)
}

async fn play(Named(phone): Named, Asked(asked): Asked<Which>) -> Answer<Value> {
    phone.play(asked.with, &asked.id).await?;
    sent(&asked.id)
}

#[derive(Deserialize)]
struct Voting {
    with: String,
    id: String,
    options: Vec<String>,
    /// The forms of address of the chat when absent.
    forms: Option<VoteForms>,
}

async fn vote(Named(phone): Named, Asked(asked): Asked<Voting>) -> Answer<Value> {
    let options: Vec<&str> = asked.options.iter().map(String::as_str).collect();
    let id = match asked.forms {
        Some(forms) => phone.vote_by(asked.with, &asked.id, &options, forms).await?,
        None => phone.vote(asked.with, &asked.id, &options).await?,
    };
    sent(&id)
}

#[derive(Deserialize)]
struct Answering {
    with: String,
    id: String,
    attendance: Attendance,
}

async fn answer(Named(phone): Named, Asked(asked): Asked<Answering>) -> Answer<Value> {
    sent(&phone.answer(asked.with, &asked.id, asked.attendance).await?)
}

#[derive(Deserialize)]
struct Marking {
    with: String,
    id: String,
    on: bool,
}

async fn star(Named(phone): Named, Asked(asked): Asked<Marking>) -> Answer<Value> {
    phone.star_message(asked.with, &asked.id, asked.on)?;
    sent(&asked.id)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pinning {
    with: String,
    id: String,
    on: bool,
    /// A day, a week or 30 days; a week when absent.
    for_s: Option<u32>,
}

async fn pin(Named(phone): Named, Asked(asked): Asked<Pinning>) -> Answer<Value> {
    let id = match asked.for_s.filter(|_| asked.on) {
        Some(for_s) => phone.pin_for(asked.with, &asked.id, for_s).await?,
        None => phone.pin(asked.with, &asked.id, asked.on).await?,
    };
    sent(&id)
}

#[derive(Deserialize)]
struct Forwarding {
    with: String,
    id: String,
    to: String,
}

async fn forward(Named(phone): Named, Asked(asked): Asked<Forwarding>) -> Answer<Value> {
    sent(&phone.forward(asked.with, &asked.id, asked.to).await?)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Disappearing {
    with: String,
    /// 0 ends it.
    after_s: u32,
}

async fn disappearing(Named(phone): Named, Asked(asked): Asked<Disappearing>) -> Answer<Value> {
    sent(&phone.disappear_after(asked.with, asked.after_s).await?)
}

/// The answer that names the message that was sent.
#[expect(clippy::unnecessary_wraps, reason = "the handlers' answers end with it")]
pub(super) fn sent(id: &str) -> Answer<Value> {
    Ok(Json(json!({ "id": id })))
}
