//! `POST /api/saas/socket-ticket`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::ProviderReads;
use crate::problem::{Problem, ProblemBody};
use crate::socket::{self, SocketTicket};

/// Gives a ticket that opens one socket within a minute.
#[utoipa::path(
    post, path = "/api/saas/socket-ticket", operation_id = "admin_socket_ticket", tag = "admin",
    responses((status = 201, body = SocketTicket), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn socket_ticket(
    ProviderReads(provider): ProviderReads,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SocketTicket>), Problem> {
    Ok((StatusCode::CREATED, Json(socket::issue_ticket(&app, provider.proof())?)))
}
