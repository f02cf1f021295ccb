//! Where the admin plane answers.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Arrival, Caller};
use crate::app::AppState;
use crate::problem::Problem;

/// Lets requests to the admin plane pass only on this machine and under its own name, until a
/// password was set *and* remote administration was turned on. This is an entry point, not a credential.
/// The name alone proves nothing: strangers choose it, and web servers pass it on. So who comes through somebody that
/// speaks for others is no caller of this machine, and tunnels have a port of their own.
pub(crate) async fn admin_entry(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let is_local = request.extensions().get::<Arrival>().is_some_and(|arrival| arrival.caller == Caller::ThisMachine);
    if is_local {
        return next.run(request).await;
    }
    let allowed = app.access.is_admin_remote() && matches!(app.stores.admin_password_hash().await, Ok(Some(_)));
    if allowed {
        next.run(request).await
    } else {
        Problem::misdirected_host("The panel answers only on the machine that runs Portaria.").into_response()
    }
}
