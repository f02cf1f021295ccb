//! `POST /api/saas/password`.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use portaria_domain::Secret;
use portaria_storage::{Issuer, Who};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{
    Checked, Device, InvalidPassword, ProviderLogin, check_password, cookie, hash_password, login, page,
};
use crate::input::{Form, Input};
use crate::layers::{Arrival, PasswordOf};
use crate::problem::{FieldError, Problem, ProblemBody};

/// A password for the panel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PasswordBody {
    /// The new one.
    #[schema(min_length = 10, max_length = 1024)]
    password: String,
    /// The one that holds now, where there is one.
    #[schema(max_length = 1024)]
    current_password: Option<String>,
}

/// A new password, and the one before it.
pub(crate) struct NewPassword {
    password: Secret<String>,
    current: Option<Secret<String>>,
}

impl Form for PasswordBody {
    type Value = NewPassword;

    fn read(self) -> Result<NewPassword, Vec<FieldError>> {
        let (password, current) = (Secret::new(self.password), self.current_password.map(Secret::new));
        let wrong = [("password", Some(&password)), ("currentPassword", current.as_ref())].map(|(field, text)| {
            let error = text.and_then(|text| check_password(text).err())?;
            // What holds now may be from a time with other rules.
            let code = match error {
                InvalidPassword::Short if field == "currentPassword" => return None,
                InvalidPassword::Short => "too_short",
                InvalidPassword::Long => "too_long",
            };
            Some(FieldError::new(field, code, error.to_string()))
        });
        let errors: Vec<_> = wrong.into_iter().flatten().collect();
        if errors.is_empty() { Ok(NewPassword { password, current }) } else { Err(errors) }
    }
}

/// Sets the password of the panel. Every browser of the provider is logged out, and this one in again.
#[utoipa::path(
    post, path = "/api/saas/password", operation_id = "admin_set_password", tag = "admin", request_body = PasswordBody,
    responses((status = 204, description = "It is set. The cookie is a new one, and so is `Portaria-Page`."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn set_password(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    Input(NewPassword { password, current }): Input<PasswordBody>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(hash) = app.stores.admin_password_hash().await? {
        let Some(current) = current else {
            return Err(Problem::invalid(vec![FieldError::new(
                "currentPassword",
                "missing",
                "The password that holds now.",
            )]));
        };
        let device = Device::of(&app.stores, &headers, &hash);
        let of = device.map_or(PasswordOf::Caller(arrival.caller), PasswordOf::Device);
        app.rates.password(&of)?;
        match app.password_check.check(current, hash, true).await {
            Checked::Right => app.rates.password_was_not_wrong(&of),
            Checked::Busy => {
                app.rates.password_was_not_wrong(&of);
                return Err(Problem::rate_limited(1));
            }
            Checked::Wrong => {
                let wrong = FieldError::new("currentPassword", "invalid", "That is not the password that holds now.");
                return Err(Problem::invalid(vec![wrong]));
            }
        }
    }
    let hash = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    let hash = hash.map_err(|error| Problem::internal(&error))?;
    app.stores.set_admin_password_hash(&hash).await?;
    app.stores.delete_provider_logins().await?;
    app.audit("provider", "admin.password_set", None).await;
    let value = login::open(&app, Who::Provider, Issuer::Password, login::PROVIDER_LIFETIME_MS).await?;
    let line = cookie::set(cookie::ADMIN, &value, cookie::ADMIN_PATH, login::PROVIDER_LIFETIME_MS, arrival.secure);
    let remembered = Device::remember(&app.stores, None, &hash, arrival.secure);
    let page = page::header_for(&app.stores, &value);
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, line), (header::SET_COOKIE, remembered), page])))
}
