//! `GET` and `POST /api/saas/settings`.

use axum::Json;
use axum::extract::State;
use portaria_domain::ProviderName;
use portaria_storage::ProviderSettings;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::Provider;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{FirstRunWord, LanguageWord, SettingsShape};
use crate::socket;

/// What the provider says of itself; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SettingsBody {
    /// The name of the service, as tenants read it. One that was given when the server was started stays.
    #[schema(max_length = 80)]
    name: Option<String>,
    /// The language that the provider is spoken to in.
    language: Option<LanguageWord>,
    /// What the first run is to ask next.
    first_run: Option<FirstRunWord>,
}

impl Form for SettingsBody {
    type Value = ProviderSettings;

    fn read(self) -> Result<ProviderSettings, Vec<FieldError>> {
        let name = self.name.map(|text| text.parse::<ProviderName>()).transpose();
        let name = name.map_err(|error| vec![FieldError::new("name", "invalid", error.to_string())])?;
        let (language, first_run) = (self.language.map(Into::into), self.first_run.map(Into::into));
        Ok(ProviderSettings { name, language, first_run })
    }
}

/// Shows what the provider said of itself.
#[utoipa::path(
    get, path = "/api/saas/settings", operation_id = "admin_show_settings", tag = "admin",
    responses((status = 200, body = SettingsShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_settings(_: Provider, State(app): State<AppState>) -> Result<Json<SettingsShape>, Problem> {
    Ok(Json(app.settings_shape().await?))
}

/// Takes what the provider says of itself. It holds at once, and the event `settings` tells it.
#[utoipa::path(
    post, path = "/api/saas/settings", operation_id = "admin_set_settings", tag = "admin", request_body = SettingsBody,
    responses((status = 200, body = SettingsShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn set_settings(
    _: Provider,
    State(app): State<AppState>,
    Input(change): Input<SettingsBody>,
) -> Result<Json<SettingsShape>, Problem> {
    app.settings.change(&app.stores, change).await?;
    app.audit("provider", "settings.set", None).await;
    let settings = app.settings_shape().await?;
    socket::show_settings(&app, &settings);
    Ok(Json(settings))
}
