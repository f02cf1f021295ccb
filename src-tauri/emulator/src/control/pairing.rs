//! Refusals and passkeys at pairing, by remote control.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Asked, Refused};
use super::phones::{Answer, Done, Named};
use super::shapes::Switch;
use crate::error::EmulatorError;
use crate::pairing::PasskeyAnswer;
use crate::phone::LinkedDevice;
use crate::running::Net;

/// How long a request waits for the device at the other end.
const DEVICE_PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/passkey", get(show).post(require))
        .route("/phones/{number}/passkey/answer", post(answer))
        .route("/phones/{number}/passkey/allow", post(allow))
        .route("/phones/{number}/passkey/confirm", post(confirm))
        .route("/phones/{number}/passkey/refuse", post(refuse))
        .route("/phones/{number}/code-refusals", post(code_refusals))
        .route("/phones/{number}/withdraw-code", post(withdraw_code))
        .route("/retire-qr-secrets", post(retire_secrets))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    options_json: String,
}

#[derive(Deserialize)]
struct CodeRefusal {
    asking: Option<u16>,
    finishing: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Withdrawing {
    #[serde(default)]
    by_hand: bool,
}

async fn show(Named(phone): Named) -> Json<Value> {
    Json(json!({ "required": phone.passkey().is_some(), "code": phone.passkey_code() }))
}

async fn require(Named(phone): Named, Asked(asked): Asked<Switch>) -> StatusCode {
    phone.require_passkey(asked.on);
    StatusCode::NO_CONTENT
}

/// The owner's authenticator answers a request that a device was shown.
async fn answer(Named(phone): Named, Asked(asked): Asked<Options>) -> Answer<PasskeyAnswer> {
    let passkey = phone.passkey().ok_or(Refused::from(EmulatorError::NoPasskey))?;
    Ok(Json(passkey.answer(&asked.options_json)?))
}

async fn allow(Named(phone): Named) -> Done {
    phone.allow_passkey_link(DEVICE_PATIENCE).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn confirm(Named(phone): Named) -> Answer<LinkedDevice> {
    Ok(Json(phone.confirm_passkey().await?))
}

async fn refuse(Named(phone): Named) -> Done {
    phone.refuse_passkey()?;
    Ok(StatusCode::NO_CONTENT)
}

async fn code_refusals(Named(phone): Named, Asked(asked): Asked<CodeRefusal>) -> StatusCode {
    phone.refuse_code_requests(asked.asking);
    phone.refuse_typed_codes(asked.finishing);
    StatusCode::NO_CONTENT
}

async fn withdraw_code(Named(phone): Named, Asked(asked): Asked<Withdrawing>) -> Done {
    phone.withdraw_code(asked.by_hand)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn retire_secrets(State(net): State<Arc<Net>>) -> StatusCode {
    net.act(crate::pairing::retire_secrets);
    StatusCode::NO_CONTENT
}
