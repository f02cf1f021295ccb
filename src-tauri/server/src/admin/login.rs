//! `POST /api/saas/login`.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use portaria_domain::Secret;
use portaria_storage::{Issuer, Who};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
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
    app.rates.password(&of)?;
    match app.password_check.check(password, hash.clone(), of.is_known()).await {
        Checked::Right => app.rates.password_was_not_wrong(&of),
        Checked::Busy => {
            app.rates.password_was_not_wrong(&of);
            return Err(Problem::rate_limited(1));
        }
        Checked::Wrong => {
            app.audit("unknown", "admin.login_refused", None).await;
            return Err(Problem::unauthorized());
        }
    }
    let value = login::open(&app, Who::Provider, Issuer::Password, login::PROVIDER_LIFETIME_MS).await?;
    app.audit("provider", "admin.logged_in", None).await;
    let line = cookie::set(cookie::ADMIN, &value, cookie::ADMIN_PATH, login::PROVIDER_LIFETIME_MS, arrival.secure);
    let remembered = Device::remember(&app.stores, device, &hash, arrival.secure);
    let page = page::header_for(&app.stores, &value);
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, line), (header::SET_COOKIE, remembered), page])))
}
