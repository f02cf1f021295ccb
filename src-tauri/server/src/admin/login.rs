//! `POST /api/saas/login`.

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use portaria_domain::Secret;
use portaria_storage::Who;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Checked, cookie, login};
use crate::input::{Form, Input};
use crate::layers::Arrival;
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
    responses((status = 204, description = "The cookie is set."), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn login(
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(password): Input<PasswordLogin>,
) -> Result<impl IntoResponse, Problem> {
    app.rates.admin_login(&arrival)?;
    let Some(hash) = app.stores.admin_password_hash().await? else { return Err(Problem::unauthorized()) };
    match app.password_check.check(password, hash).await {
        Checked::Right => {}
        Checked::Busy => return Err(Problem::rate_limited(1)),
        Checked::Wrong => {
            app.audit("unknown", "admin.login_refused", None).await;
            return Err(Problem::unauthorized());
        }
    }
    let value = login::open(&app, Who::Provider, login::PROVIDER_LIFETIME_MS).await?;
    app.audit("provider", "admin.logged_in", None).await;
    let line = cookie::set(cookie::ADMIN, &value, cookie::ADMIN_PATH, login::PROVIDER_LIFETIME_MS, arrival.secure);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, line)]))
}
