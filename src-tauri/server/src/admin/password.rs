//! `POST /api/saas/password`.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use portaria_domain::Secret;
use serde::Deserialize;
use utoipa::ToSchema;

use super::login::{enter, is_right};
use crate::app::AppState;
use crate::auth::{InvalidPassword, ProviderLogin, check_password, hash_password};
use crate::input::{Form, Input};
use crate::layers::{Arrival, PasswordOf};
use crate::problem::{FieldError, Problem, ProblemBody};

/// A password for the panel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct NewPasswordBody {
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

impl Form for NewPasswordBody {
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
    post, path = "/api/saas/password", operation_id = "admin_set_password", tag = "admin", request_body = NewPasswordBody,
    responses((status = 204, description = "It is set. The cookie is a new one, and so is `Portaria-Page`."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn set_password(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(NewPassword { password, current }): Input<NewPasswordBody>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(hash) = app.stores.admin_password_hash().await? {
        let Some(current) = current else {
            return Err(Problem::invalid(vec![FieldError::new(
                "currentPassword",
                "missing",
                "The password that holds now.",
            )]));
        };
        let of = PasswordOf::Caller(arrival.caller);
        // Who is logged in is no stranger.
        if !is_right(&app, current, &hash, &of, true).await? {
            let wrong = FieldError::new("currentPassword", "invalid", "That is not the password that holds now.");
            return Err(Problem::invalid(vec![wrong]));
        }
    }
    let hash = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    let hash = hash.map_err(|error| Problem::internal(&error))?;
    app.stores.set_admin_password_hash(&hash).await?;
    app.stores.delete_provider_logins().await?;
    app.audit("provider", "admin.password_set", None).await;
    Ok((StatusCode::NO_CONTENT, enter(&app, None, &hash, arrival.secure).await?))
}
