//! `POST /api/whatsapp/{tenantId}/confirm-number`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_sessions::Asker;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::SessionShape;

/// Whether the phone that scanned is the right one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ConfirmNumber {
    /// If it is, its number is the expected one from now on, and its chats come. If not, it is unlinked.
    is_right: bool,
}

impl Form for ConfirmNumber {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.is_right)
    }
}

/// Says whether the phone that scanned is the right one, although it does not have the expected number.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/confirm-number", operation_id = "tenant_confirm_number", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = ConfirmNumber,
    responses(
        (status = 202, body = SessionShape),
        (status = 409, description = "`no_number`: nobody is asked; `tenant_paused`.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn confirm_number(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(is_right): Input<ConfirmNumber>,
) -> Result<(StatusCode, Json<SessionShape>), Problem> {
    let status = app.host.confirm_number(ctx.tenant(), is_right, Asker::Tenant).await?;
    app.audit(&ctx.proof().by.name(), confirmed(is_right), Some(ctx.tenant())).await;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}

/// How the journal calls an answer.
pub(crate) const fn confirmed(is_right: bool) -> &'static str {
    if is_right { "number.accepted" } else { "number.refused" }
}
