//! `GET /api/saas/overview`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use portaria_domain::SessionStatus;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::Provider;
use crate::problem::ProblemBody;

/// The whole at a glance.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Overview {
    /// How many tenants there are.
    total: u64,
    /// How many sessions stand where: every status of the house, also those with none.
    by_status: BTreeMap<&'static str, u64>,
    /// What the process holds in memory, in bytes; null where the system does not tell.
    #[schema(required)]
    memory_bytes: Option<u64>,
    /// How long the process has been running, in milliseconds.
    uptime_ms: i64,
    /// The version of Portaria.
    version: &'static str,
}

/// Counts the sessions and looks at the process.
#[utoipa::path(
    get, path = "/api/saas/overview", operation_id = "admin_overview", tag = "admin",
    responses((status = 200, body = Overview), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn overview(_: Provider, State(app): State<AppState>) -> Json<Overview> {
    let statuses = app.host.statuses();
    let mut by_status: BTreeMap<_, _> = SessionStatus::ALL.into_iter().map(|word| (word.as_str(), 0)).collect();
    for status in statuses.values() {
        *by_status.entry(status.status.as_str()).or_default() += 1;
    }
    Json(Overview {
        total: statuses.len() as u64,
        by_status,
        memory_bytes: resident_bytes().await,
        uptime_ms: app.now().since_ms(app.started_at),
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// What Linux says the process holds.
async fn resident_bytes() -> Option<u64> {
    let status = tokio::fs::read_to_string("/proc/self/status").await.ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
