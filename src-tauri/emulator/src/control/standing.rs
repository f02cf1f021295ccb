//! Bans and limits, by remote control.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::answers::Asked;
use super::phones::Named;
use super::shapes::Switch;
use crate::running::Net;
use crate::standing::{LoginLimit, StandingReport};

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/standing", get(show))
        .route("/phones/{number}/ban", post(ban))
        .route("/phones/{number}/reach-out-lock", post(reach_out_lock))
        .route("/phones/{number}/new-chat-cap", post(new_chat_cap))
        .route("/phones/{number}/guard", post(guard))
        .route("/login-limit", post(login_limit))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ban {
    /// `false` lifts the ban.
    on: bool,
    /// For good when absent.
    lasts_ms: Option<u64>,
    code: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Lock {
    /// Lifted when absent.
    lasts_ms: Option<u64>,
    enforcement: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cap {
    /// Lifted when absent.
    quota: Option<u32>,
    cycle_ms: Option<u64>,
}

pub(super) async fn show(Named(phone): Named) -> Json<StandingReport> {
    Json(phone.standing())
}

pub(super) async fn ban(Named(phone): Named, Asked(asked): Asked<Ban>) -> StatusCode {
    match asked.lasts_ms.map(Duration::from_millis) {
        _ if !asked.on => phone.lift_ban(),
        None => phone.ban(),
        Some(lasts) => phone.ban_for(lasts, asked.code.unwrap_or(101)),
    }
    StatusCode::NO_CONTENT
}

pub(super) async fn reach_out_lock(Named(phone): Named, Asked(asked): Asked<Lock>) -> StatusCode {
    match asked.lasts_ms.map(Duration::from_millis) {
        None => phone.unlock_reach_out(),
        Some(lasts) => phone.lock_reach_out(lasts, asked.enforcement.as_deref().unwrap_or("DEFAULT")),
    }
    StatusCode::NO_CONTENT
}

pub(super) async fn new_chat_cap(Named(phone): Named, Asked(asked): Asked<Cap>) -> StatusCode {
    const MONTH_MS: u64 = 30 * 24 * 3_600_000;
    match asked.quota {
        None => phone.uncap_new_chats(),
        Some(quota) => phone.cap_new_chats(quota, Duration::from_millis(asked.cycle_ms.unwrap_or(MONTH_MS))),
    }
    StatusCode::NO_CONTENT
}

pub(super) async fn guard(Named(phone): Named, Asked(asked): Asked<Switch>) -> StatusCode {
    phone.guard_from_strangers(asked.on);
    StatusCode::NO_CONTENT
}

/// A [`LoginLimit`], or `null` to lift it.
pub(super) async fn login_limit(State(net): State<Arc<Net>>, Asked(limit): Asked<Option<LoginLimit>>) -> StatusCode {
    net.act(|world| world.login_limit = limit);
    StatusCode::NO_CONTENT
}
