//! `GET /metrics`: the figures, for who brings the token of the setting `metrics_token`. Without the setting there is no
//! such route. It is no part of the API's description: Prometheus reads it, and it says nothing of tenants.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use portaria_reach::TunnelState;
use portaria_storage::StorageFailures;
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppState};
use crate::health;
use crate::metrics::Present;
use crate::problem::Problem;

/// `OpenMetrics` is what newer Prometheus text is called.
const KIND: HeaderValue = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
/// How often what waits is counted.
const COUNTING: Duration = Duration::from_secs(15);

/// The figures as they are now.
pub(crate) async fn scrape(State(app): State<AppState>, headers: HeaderMap) -> Response {
    if !is_allowed(&app, &headers) {
        return Problem::metrics_token().into_response();
    }
    let present = look(&app).await;
    ([(header::CONTENT_TYPE, KIND)], app.metrics.text(&present)).into_response()
}

fn is_allowed(app: &App, headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::AUTHORIZATION).into_iter();
    let (Some(line), None, Some(token)) = (lines.next(), lines.next(), &app.config.metrics_token) else {
        return false;
    };
    let shown = line.to_str().ok().and_then(|line| line.split_once(' '));
    shown.is_some_and(|(scheme, shown)| scheme.eq_ignore_ascii_case("bearer") && token.is(shown.trim()))
}

async fn look(app: &App) -> Present {
    let backlog = *app.backlog.borrow();
    let is_ready = health::readiness(app).await.is_ok();
    let mut present = Present {
        open_tenants: count(app.stores.open_tenants()),
        backlog,
        sockets: count(app.sockets.sockets().len()),
        connections: app.places.count(),
        is_ready,
        uptime_ms: app.now().0.saturating_sub(app.started_at.0),
        ..Present::default()
    };
    for session in app.host.statuses().into_values() {
        *present.sessions.entry(session.status.as_str()).or_default() += 1;
    }
    let status = app.access.status();
    present.tunnel = match status.tunnel.as_ref().map(|tunnel| &tunnel.state) {
        None => "none",
        Some(TunnelState::Starting) => "starting",
        Some(TunnelState::Up { .. }) => "up",
        Some(TunnelState::Waiting { .. }) => "waiting",
    };
    let failing = status.checks.values().filter(|check| check.failure.is_some()).count();
    present.addresses = (count(status.checks.len() - failing), count(failing));
    let StorageFailures { damaged, unwritable, unreadable, refused } = portaria_storage::failures();
    present.store_failures =
        vec![("damaged", damaged), ("unwritable", unwritable), ("unreadable", unreadable), ("refused", refused)];
    present
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Counts what waits now and then until `stopping`, so that nobody who asks for figures keeps stores busy.
pub(crate) async fn count_backlog(app: Arc<App>, stopping: CancellationToken) {
    loop {
        app.backlog.send_replace(Some(app.stores.backlog().await));
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(COUNTING) => {}
        }
    }
}
