//! `POST /api/saas/totp`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::admin::login::{PasswordBody, is_right};
use crate::app::AppState;
use crate::auth::{ProviderLogin, totp};
use crate::input::Input;
use crate::layers::{Arrival, PasswordOf};
use crate::problem::{Code, FieldError, Problem, ProblemBody};

/// What an authenticator app is told, this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct BegunTotp {
    /// The secret, as it's typed into an app (base 32).
    secret: String,
    /// The same as an address, which apps read from a QR code.
    address: String,
}

/// Begins to switch the second step on. It counts once a code of the app confirms it.
#[utoipa::path(
    post, path = "/api/saas/totp", operation_id = "admin_begin_totp", tag = "admin", request_body = PasswordBody,
    responses((status = 201, body = BegunTotp), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn begin_totp(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(password): Input<PasswordBody>,
) -> Result<(StatusCode, Json<BegunTotp>), Problem> {
    let Some(hash) = app.stores.admin_password_hash().await? else {
        return Err(Problem::new(Code::NeedsPassword, "Set a password first: the code is asked for after it."));
    };
    if app.stores.totp().await?.is_some() {
        return Err(Problem::new(Code::TotpOn, "Switch it off first, if it is to be another app's."));
    }
    // Who is logged in is no stranger.
    if !is_right(&app, password, &hash, &PasswordOf::Caller(arrival.caller), true).await? {
        let wrong = FieldError::new("password", "invalid", "That is not the password.");
        return Err(Problem::invalid(vec![wrong]));
    }
    let secret = totp::fresh_secret();
    app.stores.begin_totp(&secret).await?;
    app.audit("provider", "admin.totp_begun", None).await;
    let begun = BegunTotp { secret: totp::written(&secret), address: totp::address(&secret, &app.settings.name()) };
    Ok((StatusCode::CREATED, Json(begun)))
}
