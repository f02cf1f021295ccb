//! `POST /api/whatsapp/{tenantId}/start`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_sessions::Asker;

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Connects the session; shows a QR code when no phone is linked. Refused while the provider pauses.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/start", operation_id = "tenant_start", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn start(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.start_session(ctx.tenant(), Asker::Tenant).await?;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
