//! `POST /api/saas/api-keys`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{is_blank, trim_unseen};
use portaria_storage::KeyOwner;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{ProviderLogin, key};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::NewKeyShape;

const LONGEST_LABEL: usize = 60;

/// A key to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateKey {
    /// What it is for, to tell it from others: 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    label: String,
}

impl Form for CreateKey {
    type Value = String;

    fn read(self) -> Result<String, Vec<FieldError>> {
        let label = trim_unseen(&self.label);
        let wrong = |code, detail: &str| Err(vec![FieldError::new("label", code, detail)]);
        if is_blank(label) || label.chars().any(char::is_control) {
            return wrong("invalid", "Say in one line what the key is for.");
        }
        if label.chars().count() > LONGEST_LABEL {
            return wrong("too_long", "At most 60 characters.");
        }
        Ok(label.to_owned())
    }
}

/// Makes an API key of the provider's, for programs that create and steer tenants. Only a login may: a leaked key must
/// not be able to leave another behind.
#[utoipa::path(
    post, path = "/api/saas/api-keys", operation_id = "admin_create_api_key", tag = "admin", request_body = CreateKey,
    responses((status = 201, body = NewKeyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn create_key(
    _: ProviderLogin,
    State(app): State<AppState>,
    Input(label): Input<CreateKey>,
) -> Result<(StatusCode, Json<NewKeyShape>), Problem> {
    let api_key = key::create(&app, KeyOwner::Provider, &label).await?;
    app.audit("provider", "api_key.created", None).await;
    Ok((StatusCode::CREATED, Json(NewKeyShape { api_key })))
}
