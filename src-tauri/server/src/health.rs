//! `GET /healthz`: whether the process serves; `GET /api/reach/{name}`: whether a check of its addresses came here.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::problem::{Problem, ProblemBody};

/// The process serves.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// The version of Portaria.
    version: &'static str,
}

/// Whether the process serves.
#[utoipa::path(get, path = "/healthz", tag = "system", responses((status = 200, body = Health)))]
pub(crate) async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Answers a check of this server's own addresses, and nobody else.
#[utoipa::path(
    get, path = "/api/reach/{name}", tag = "system", params(("name" = String, Path)),
    responses((status = 204, description = "The check is known."), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn reach(State(app): State<AppState>, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    if app.access.proofs.arrive(&name) { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}
