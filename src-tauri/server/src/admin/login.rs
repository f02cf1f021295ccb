//! `POST /api/saas/login`.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use portaria_domain::Secret;
use portaria_storage::{Issuer, Who};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::{Checked, Device, cookie, login, page};
use crate::input::{Form, Input};
use crate::layers::{Arrival, PasswordOf};
use crate::problem::{FieldError, Problem, ProblemBody};

/// The admin password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordLogin {
    /// The password, as it was set from the desktop or the command line.
    #[schema(max_length = 1024)]
    password: String,
}

impl Form for PasswordLogin {
    type Value = Secret<String>;

    fn read(self) -> Result<Secret<String>, Vec<FieldError>> {
        if self.password.len() > 1024 {
            return Err(vec![FieldError::new("password", "too_long", "At most 1024 bytes.")]);
        }
        Ok(Secret::new(self.password))
    }
}

/// Logs the provider's browser in by password.
#[utoipa::path(
    post, path = "/api/saas/login", operation_id = "admin_login", tag = "admin", request_body = PasswordLogin,
    responses((status = 204, description = "The cookie is set; `Portaria-Page` is what the page proves itself by."), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn login(
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    Input(password): Input<PasswordLogin>,
) -> Result<impl IntoResponse, Problem> {
    let Some(hash) = app.stores.admin_password_hash().await? else { return Err(Problem::unauthorized()) };
    let device = Device::of(&app.stores, &headers, &hash);
    let of = device.clone().map_or(PasswordOf::Caller(arrival.caller), PasswordOf::Device);
    if !is_right(&app, password, &hash, &of, of.is_known()).await? {
        app.audit("unknown", "admin.login_refused", None).await;
        return Err(Problem::unauthorized());
    }
    let answer = enter(&app, device, &hash, arrival.secure).await?;
    app.audit("provider", "admin.logged_in", None).await;
    Ok(answer)
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

/// Logs a browser in that proved the password of this hash.
pub(super) async fn enter(
    app: &App,
    device: Option<Device>,
    hash: &str,
    secure: bool,
) -> Result<impl IntoResponse + use<>, Problem> {
    let value = login::open(app, Who::Provider, Issuer::Password, login::PROVIDER_LIFETIME_MS).await?;
    let line = cookie::set(cookie::ADMIN, &value, cookie::ADMIN_PATH, login::PROVIDER_LIFETIME_MS, secure);
    let remembered = Device::remember(&app.stores, device, hash, secure);
    let page = page::header_for(&app.stores, &value);
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, line), (header::SET_COOKIE, remembered), page])))
}
