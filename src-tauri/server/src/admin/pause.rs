//! `POST /api/saas/tenants/{tenantId}/pause`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::Subject;
use crate::app::AppState;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Rests a tenant's session until the provider starts it; the tenant cannot.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/pause", operation_id = "admin_pause", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn pause(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.pause_session(tenant.id).await?;
    app.audit("provider", "session.paused", Some(tenant.id)).await;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
