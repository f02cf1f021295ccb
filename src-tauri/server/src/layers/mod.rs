//! What every request passes before it meets a route, from the outside to the inside.

mod admin_entry;
mod allowance;
mod arrival;
mod body;
mod caller;
mod failures;
mod headers;
mod measure;
mod origin;
mod panics;
mod rates;
mod trace;
mod upgrade;
mod visit;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::AppState;

pub(crate) use admin_entry::admin_entry;
pub(crate) use allowance::Allowance;
pub(crate) use arrival::Arrival;
pub(crate) use caller::Caller;
pub(crate) use headers::{PAGE_POLICY, WORKER_POLICY, harden};
pub(crate) use measure::note_route;
pub(crate) use rates::{PasswordOf, RateLimits};

/// Wraps the routes. The outer router has no routes of its own, so its layers run before routing:
/// a refused name or origin learns nothing about which addresses exist.
pub(crate) fn around(routes: Router, app: &AppState) -> Router {
    // The layer that is added last sees the request first.
    Router::new()
        .fallback_service(routes)
        .layer(from_fn(upgrade::note_upgrade))
        .layer(DefaultBodyLimit::max(app.config.limits.body_bytes))
        .layer(from_fn_with_state(app.clone(), body::refuse_announced_giants))
        .layer(from_fn_with_state(app.clone(), rates::limit_address))
        .layer(from_fn_with_state(app.clone(), origin::refuse_foreign_pages))
        .layer(from_fn_with_state(app.clone(), arrival::refuse_foreign_names))
        .layer(from_fn(harden))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(app.clone(), measure::measure))
        .layer(from_fn(trace::trace))
}
