//! `POST /api/whatsapp/{tenantId}/logout`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Unlinks the phone and wipes its keys; chats stay.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/logout", operation_id = "tenant_logout", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 202, body = SessionShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn logout(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.log_out(ctx.tenant()).await?;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
