//! `POST /api/saas/logout`.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use crate::app::AppState;
use crate::auth::{By, Provider, cookie};
use crate::problem::{Problem, ProblemBody};
use crate::socket;

/// Ends this browser's login and its sockets.
#[utoipa::path(
    post, path = "/api/saas/logout", operation_id = "admin_logout", tag = "admin",
    responses((status = 204, description = "The login is over."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn logout(provider: Provider, State(app): State<AppState>) -> Result<impl IntoResponse, Problem> {
    if let By::Login(id) = provider.proof().by {
        app.stores.delete_login(id).await?;
        socket::end(&app, socket::room::login(id));
        app.audit("provider", "admin.logged_out", None).await;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear(cookie::ADMIN, cookie::ADMIN_PATH))]))
}
