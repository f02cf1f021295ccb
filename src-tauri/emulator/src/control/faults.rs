//! `/control/faults`: what goes wrong, and what has.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answers::{Asked, Refused};
use crate::faults::{FaultInForce, Strike, inject as order, scripted};
use crate::running::Net;

pub(super) async fn list(State(net): State<Arc<Net>>) -> Json<Vec<FaultInForce>> {
    Json(net.faults().in_force())
}

pub(super) async fn log(State(net): State<Arc<Net>>) -> Json<Vec<Strike>> {
    Json(net.faults().log())
}

/// One fault, with its times from now.
pub(super) async fn inject(
    State(net): State<Arc<Net>>,
    Asked(line): Asked<Value>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let id = order(&net, scripted(&line)?);
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

pub(super) async fn take_back(State(net): State<Arc<Net>>, Path(id): Path<u64>) -> Result<StatusCode, Refused> {
    net.faults().take_back(id)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn clear(State(net): State<Arc<Net>>) -> StatusCode {
    net.faults().clear();
    StatusCode::NO_CONTENT
}
