//! `POST /api/saas/tenants/{tenantId}/stop`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::Subject;
use crate::app::AppState;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Rests a tenant's session until somebody starts it.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/stop", operation_id = "admin_stop", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn stop(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.stop_session(tenant.id).await?;
    app.audit("provider", "session.stopped", Some(tenant.id)).await;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
