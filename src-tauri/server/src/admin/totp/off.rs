//! `POST /api/saas/totp/off`.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;

use super::proving::{ProofBody, must_be_right};
use crate::app::AppState;
use crate::auth::ProviderLogin;
use crate::input::Input;
use crate::layers::Arrival;
use crate::problem::{Problem, ProblemBody};

/// Switches the second step off: the password alone logs in again.
#[utoipa::path(
    post, path = "/api/saas/totp/off", operation_id = "admin_end_totp", tag = "admin", request_body = ProofBody,
    responses((status = 204, description = "It is off."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn end_totp(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(proving): Input<ProofBody>,
) -> Result<StatusCode, Problem> {
    must_be_right(&app, arrival, proving).await?;
    app.stores.remove_totp().await?;
    app.audit("provider", "admin.totp_off", None).await;
    Ok(StatusCode::NO_CONTENT)
}
