//! `GET /healthz`: whether the process answers; `GET /readyz`: whether it can do its work; `GET /api/reach/{name}`: whether a check of its addresses came here.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::{Entry, Via};
use crate::app::{App, AppState};
use crate::layers::Arrival;
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

/// Whether the server can do its work.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// Whether it can.
    ready: bool,
    /// Why not.
    reason: Option<NotReady>,
}

/// Why the server cannot do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum NotReady {
    /// It was asked to stop.
    #[serde(rename = "stopping")]
    Stopping,
    /// Its database does not answer.
    #[serde(rename = "stores")]
    Stores,
    /// Nothing keeps the sessions alive.
    #[serde(rename = "sessions")]
    Sessions,
}

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks whether everything is there that the server needs. Reads one row and writes nothing.
pub(crate) async fn readiness(app: &App) -> Result<(), NotReady> {
    if app.stopping.is_cancelled() {
        return Err(NotReady::Stopping);
    }
    if !app.host.is_running() {
        return Err(NotReady::Sessions);
    }
    match tokio::time::timeout(PATIENCE, app.stores.admin_password_hash()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(NotReady::Stores),
    }
}

/// Whether the server can do its work; 503 with a word where it cannot.
#[utoipa::path(
    get, path = "/readyz", tag = "system",
    responses((status = 200, body = Readiness), (status = 503, body = Readiness), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn ready(State(app): State<AppState>) -> (StatusCode, Json<Readiness>) {
    match readiness(&app).await {
        Ok(()) => (StatusCode::OK, Json(Readiness { ready: true, reason: None })),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, Json(Readiness { ready: false, reason: Some(reason) })),
    }
}

/// Answers a check of this server's own addresses, and nobody else.
#[utoipa::path(
    get, path = "/api/reach/{name}", tag = "system", params(("name" = String, Path)),
    responses((status = 204, description = "The check is known."), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn reach(
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    if !app.access.proofs.arrive(&name) {
        return Err(Problem::not_found());
    }
    if arrival.via == Via::Public {
        app.access.note_entry(arrival.peer.entry == Entry::Main);
    }
    Ok(StatusCode::NO_CONTENT)
}
