//! `POST /api/saas/tenants/{tenantId}/confirm-number`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_sessions::Asker;

use super::Subject;
use crate::app::AppState;
use crate::input::Input;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::SessionShape;
use crate::tenant::confirm_number::{ConfirmNumber, confirmed};

/// Says whether the phone that scanned a tenant's code is the right one, although it does not have the expected number.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/confirm-number", operation_id = "admin_confirm_number", tag = "admin", params(("tenantId" = String, Path)),
    request_body = ConfirmNumber,
    responses(
        (status = 202, body = SessionShape),
        (status = 409, description = "`no_number`: nobody is asked.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn confirm_number(
    Subject(tenant): Subject,
    State(app): State<AppState>,
    Input(is_right): Input<ConfirmNumber>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.confirm_number(tenant.id, is_right, Asker::Provider).await?;
    app.audit("provider", confirmed(is_right), Some(tenant.id)).await;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
