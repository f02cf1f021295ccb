//! `POST /api/saas/login`.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use portaria_domain::Secret;
use portaria_storage::{Issuer, Who};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::totp::{self, ProvedBy, TotpSecret};
use crate::auth::{Checked, Device, cookie, login, page};
use crate::input::{Form, Input};
use crate::layers::{Arrival, PasswordOf};
use crate::problem::{Code, FieldError, Problem, ProblemBody};

/// The admin password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordLogin {
    /// The password, as it was set from the desktop or the command line.
    #[schema(max_length = 1024)]
    password: String,
    /// What the authenticator app shows, or a recovery code, where login in two steps is on.
    #[schema(max_length = 64)]
    code: Option<String>,
}

impl Form for PasswordLogin {
    type Value = (Secret<String>, Option<Secret<String>>);

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.password.len() > 1024 {
            errors.push(FieldError::new("password", "too_long", "At most 1024 bytes."));
        }
        if self.code.as_ref().is_some_and(|code| code.len() > 64) {
            errors.push(FieldError::new("code", "too_long", "At most 64 bytes."));
        }
        if errors.is_empty() { Ok((Secret::new(self.password), self.code.map(Secret::new))) } else { Err(errors) }
    }
}

/// The password of the panel, alone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordBody {
    /// The password.
    #[schema(max_length = 1024)]
    password: String,
}

impl Form for PasswordBody {
    type Value = Secret<String>;

    fn read(self) -> Result<Secret<String>, Vec<FieldError>> {
        Ok(PasswordLogin { password: self.password, code: None }.read()?.0)
    }
}

/// Logs the provider's browser in by password. Where login in two steps is on, a right password without a code is answered
/// with `totp_required`: the same is sent again with one.
#[utoipa::path(
    post, path = "/api/saas/login", operation_id = "admin_login", tag = "admin", request_body = PasswordLogin,
    responses((status = 204, description = "The cookie is set; `Portaria-Page` is what the page proves itself by."), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn login(
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    Input((password, code)): Input<PasswordLogin>,
) -> Result<impl IntoResponse, Problem> {
    let Some(hash) = app.stores.admin_password_hash().await? else { return Err(Problem::unauthorized()) };
    let device = Device::of(&app.stores, &headers, &hash);
    let of = device.clone().map_or(PasswordOf::Caller(arrival.caller), PasswordOf::Device);
    if !is_right(&app, password, &hash, &of, of.is_known()).await? {
        app.audit("unknown", "admin.login_refused", None).await;
        return Err(Problem::unauthorized());
    }
    if let Some(totp) = app.stores.totp().await? {
        let Some(code) = code else {
            return Err(Problem::new(Code::TotpRequired, "Send the same again, with `code`."));
        };
        if !is_code_right(&app, &totp.secret, &code, &of).await? {
            app.audit("unknown", "admin.login_code_refused", None).await;
            return Err(Problem::new(Code::TotpInvalid, "Wait for the next code of the app, or use a recovery code."));
        }
    }
    let entered = enter(&app, device, &hash, arrival.secure).await?;
    app.audit("provider", "admin.logged_in", None).await;
    Ok((StatusCode::NO_CONTENT, entered))
}

/// Whether it is a code that logs in, which it's used by. Wrong ones are counted.
pub(super) async fn is_code_right(
    app: &App,
    secret: &TotpSecret,
    code: &Secret<String>,
    of: &PasswordOf,
) -> Result<bool, Problem> {
    app.rates.code(of)?;
    let Some(by) = totp::prove(&app.stores, secret, code, app.now()).await? else { return Ok(false) };
    app.rates.code_was_not_wrong(of);
    if by == ProvedBy::RecoveryCode {
        app.audit("provider", "admin.recovery_code_used", None).await;
    }
    Ok(true)
}

/// Whether it is the password. Wrong ones are counted; the places of known callers are not for strangers.
pub(super) async fn is_right(
    app: &App,
    password: Secret<String>,
    hash: &str,
    of: &PasswordOf,
    is_known: bool,
) -> Result<bool, Problem> {
    app.rates.password(of)?;
    match app.password_check.check(password, hash.to_owned(), is_known).await {
        Checked::Right => {
            app.rates.password_was_not_wrong(of);
            Ok(true)
        }
        Checked::Busy => {
            app.rates.password_was_not_wrong(of);
            Err(Problem::rate_limited(1))
        }
        Checked::Wrong => Ok(false),
    }
}

/// What an answer says to a browser that is logged in by it.
type Entered = AppendHeaders<[(HeaderName, HeaderValue); 3]>;

/// Logs a browser in that proved all that is asked for; the password is that of this hash.
pub(super) async fn enter(app: &App, device: Option<Device>, hash: &str, secure: bool) -> Result<Entered, Problem> {
    let value = login::open(app, Who::Provider, Issuer::Password, login::PROVIDER_LIFETIME_MS, String::new()).await?;
    let line = cookie::set(cookie::ADMIN, &value, cookie::ADMIN_PATH, login::PROVIDER_LIFETIME_MS, secure);
    let remembered = Device::remember(&app.stores, device, hash, secure);
    let page = page::header_for(&app.stores, &value);
    Ok(AppendHeaders([(header::SET_COOKIE, line), (header::SET_COOKIE, remembered), page]))
}
