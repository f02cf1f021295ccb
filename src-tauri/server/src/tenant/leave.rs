//! `POST /api/whatsapp/{tenantId}/leave`.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use crate::app::AppState;
use crate::auth::{By, Read, TenantCtx, cookie};
use crate::problem::{Problem, ProblemBody};
use crate::socket;

/// Ends this browser's login and its sockets. The link opens the portal again.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/leave", operation_id = "tenant_leave", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 204, description = "The login is over."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn leave(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Result<impl IntoResponse, Problem> {
    if let By::Login(id) = ctx.proof().by {
        app.stores.delete_login(id).await?;
        socket::end(&app, socket::room::login(id));
    }
    let line = cookie::clear(cookie::TENANT, &cookie::tenant_path(ctx.tenant()));
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, line)]))
}
