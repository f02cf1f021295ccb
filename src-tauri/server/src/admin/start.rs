//! `POST /api/saas/tenants/{tenantId}/start`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_sessions::Asker;

use super::Subject;
use crate::app::AppState;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Connects a tenant's session, also out of a pause; shows a QR code when no phone is linked.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/start", operation_id = "admin_start", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn start(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.start_session(tenant.id, Asker::Provider).await?;
    app.audit("provider", "session.started", Some(tenant.id)).await;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
