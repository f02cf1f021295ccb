//! `POST /api/saas/api-keys`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{deceives, is_blank, trim_unseen};
use portaria_storage::{KeyOwner, KeyScope};
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
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CreateKey {
    /// What it is for, to tell it from others: 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    label: String,
    /// Whether it may make tenants with their links and keys, and see what is secret of these.
    #[serde(default)]
    #[schema(required = false)]
    may_see_secrets: bool,
}

impl Form for CreateKey {
    type Value = (String, bool);

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        let label = trim_unseen(&self.label);
        let wrong = |code, detail: &str| Err(vec![FieldError::new("label", code, detail)]);
        if is_blank(label) || deceives(label) {
            return wrong("invalid", "Say in one line what the key is for.");
        }
        if label.chars().count() > LONGEST_LABEL {
            return wrong("too_long", "At most 60 characters.");
        }
        Ok((label.to_owned(), self.may_see_secrets))
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
    provider: ProviderLogin,
    State(app): State<AppState>,
    Input((label, may_see_secrets)): Input<CreateKey>,
) -> Result<(StatusCode, Json<NewKeyShape>), Problem> {
    let mut scopes = KeyScope::OF_A_TENANT.to_vec();
    scopes.extend(may_see_secrets.then_some(KeyScope::Secrets));
    let api_key = key::create(&app.stores, KeyOwner::Provider, &label, scopes, provider.issuer(), app.now()).await?;
    app.audit("provider", "api_key.created", None).await;
    Ok((StatusCode::CREATED, Json(NewKeyShape { api_key })))
}
