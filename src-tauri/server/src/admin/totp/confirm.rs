//! `POST /api/saas/totp/confirm`.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use portaria_domain::Secret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::proving::LONGEST_CODE;
use crate::admin::login::enter;
use crate::app::AppState;
use crate::auth::{ProviderLogin, totp};
use crate::input::{Form, Input};
use crate::layers::Arrival;
use crate::problem::{Code, FieldError, Problem, ProblemBody};

/// The first code of an authenticator app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstCode {
    /// Six digits.
    #[schema(max_length = 64)]
    code: String,
}

impl Form for FirstCode {
    type Value = Secret<String>;

    fn read(self) -> Result<Secret<String>, Vec<FieldError>> {
        if self.code.len() > LONGEST_CODE {
            return Err(vec![FieldError::new("code", "too_long", "A code has six digits.")]);
        }
        Ok(Secret::new(self.code))
    }
}

/// Codes that log in without the app. Each is good once, and nobody can read them again.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecoveryCodes {
    /// The codes.
    pub(super) recovery_codes: Vec<String>,
}

/// Switches the second step on. Every browser of the provider is logged out, and this one in again.
#[utoipa::path(
    post, path = "/api/saas/totp/confirm", operation_id = "admin_confirm_totp", tag = "admin", request_body = FirstCode,
    responses((status = 200, description = "It is on. The cookie is a new one, and so is `Portaria-Page`.", body = RecoveryCodes), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn confirm_totp(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(code): Input<FirstCode>,
) -> Result<impl IntoResponse, Problem> {
    let not_begun = || Problem::new(Code::TotpNotBegun, "Begin again: nothing waits for a code.");
    let Some(hash) = app.stores.admin_password_hash().await? else { return Err(not_begun()) };
    let Some(secret) = app.stores.begun_totp().await? else { return Err(not_begun()) };
    let Some(step) = totp::step_of(&secret, &code, app.now()) else {
        let wrong = FieldError::new("code", "invalid", "That is not the code that the app shows now.");
        return Err(Problem::invalid(vec![wrong]));
    };
    let (recovery_codes, hashes) = totp::fresh_recovery_codes(&app.stores);
    if !app.stores.confirm_totp(&secret, step, hashes).await? {
        return Err(not_begun());
    }
    app.stores.delete_provider_logins().await?;
    app.audit("provider", "admin.totp_on", None).await;
    let entered = enter(&app, None, &hash, arrival.secure).await?;
    Ok((entered, Json(RecoveryCodes { recovery_codes })))
}
