//! `POST /api/whatsapp/{tenantId}/stop`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Rests the session until somebody starts it.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/stop", operation_id = "tenant_stop", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn stop(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.stop_session(ctx.tenant()).await?;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
