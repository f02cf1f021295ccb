//! `POST /api/saas/totp/recovery-codes`.

use axum::extract::State;
use axum::{Extension, Json};

use super::confirm::RecoveryCodes;
use super::proving::{ProofBody, must_be_right};
use crate::app::AppState;
use crate::auth::{ProviderLogin, totp};
use crate::input::Input;
use crate::layers::Arrival;
use crate::problem::{Code, Problem, ProblemBody};

/// Makes new recovery codes; those from before are good for nothing any more.
#[utoipa::path(
    post, path = "/api/saas/totp/recovery-codes", operation_id = "admin_renew_recovery_codes", tag = "admin", request_body = ProofBody,
    responses((status = 200, body = RecoveryCodes), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn renew_recovery_codes(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(proving): Input<ProofBody>,
) -> Result<Json<RecoveryCodes>, Problem> {
    must_be_right(&app, arrival, proving).await?;
    let (recovery_codes, hashes) = totp::fresh_recovery_codes(&app.stores);
    if !app.stores.set_recovery_codes(hashes).await? {
        return Err(Problem::new(Code::TotpOff, "It was switched off just now."));
    }
    app.audit("provider", "admin.recovery_codes_renewed", None).await;
    Ok(Json(RecoveryCodes { recovery_codes }))
}
