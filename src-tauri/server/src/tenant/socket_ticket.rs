//! `POST /api/whatsapp/{tenantId}/socket-ticket`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::socket::{self, SocketTicket};

/// Gives a ticket that opens one socket within a minute.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/socket-ticket", operation_id = "tenant_socket_ticket", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 201, body = SocketTicket), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn socket_ticket(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SocketTicket>), Problem> {
    Ok((StatusCode::CREATED, Json(socket::issue_ticket(&app, ctx.proof())?)))
}
