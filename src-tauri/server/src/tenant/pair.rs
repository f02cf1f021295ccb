//! `POST /api/whatsapp/{tenantId}/pair`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Begins pairing by QR code, or connects when a phone is linked. Asking again changes nothing.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/pair", operation_id = "tenant_pair", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn pair(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.pair(ctx.tenant()).await?;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
