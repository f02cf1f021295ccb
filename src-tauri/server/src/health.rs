//! `GET /healthz`: whether the process serves.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

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
