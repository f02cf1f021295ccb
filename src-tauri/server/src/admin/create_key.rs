//! `POST /api/saas/api-keys`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_storage::{KeyOwner, KeyScope};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::ProviderLogin;
use crate::input::{Form, Input};
use crate::keys::{self, GivenKey, KeyFields};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{KeyScopeWord, NewKeyShape};

/// What a key of the provider's can be limited to.
const SCOPES: [KeyScope; 3] = [KeyScope::Read, KeyScope::Control, KeyScope::Secrets];

/// A key to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CreateKey {
    /// What it is for, to tell it from others: 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    label: String,
    /// Whether it may make tenants with their links and keys, and see what is secret of these: adds the scope `secrets`.
    #[serde(default)]
    #[schema(required = false)]
    may_see_secrets: bool,
    /// What it may do: some of `read`, `control`, `secrets`; the first two where it is absent or `null`.
    #[schema(value_type = Option<Vec<KeyScopeWord>>, min_items = 1, max_items = 3)]
    scopes: Option<Vec<String>>,
    /// When it ends by itself, as RFC 3339 has it; never where it is absent or `null`.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// From where it opens: addresses such as `203.0.113.7` and networks such as `10.0.0.0/8`, 50 at most; from everywhere
    /// where there are none.
    #[schema(max_items = 50)]
    allowed_addresses: Option<Vec<String>>,
}

impl Form for CreateKey {
    type Value = GivenKey;

    fn read(self) -> Result<GivenKey, Vec<FieldError>> {
        let Self { label, may_see_secrets, mut scopes, expires_at, allowed_addresses } = self;
        let mut usual = KeyScope::OF_A_TENANT.to_vec();
        if may_see_secrets {
            usual.push(KeyScope::Secrets);
            scopes = scopes.map(|words| [words, vec![KeyScope::Secrets.as_str().to_owned()]].concat());
        }
        KeyFields { label, scopes, expires_at, allowed_addresses }.read(&usual, &SCOPES)
    }
}

/// Makes an API key of the provider's, for programs that create and steer tenants: 100 at most. Only a login may: a leaked
/// key must not be able to leave another behind.
#[utoipa::path(
    post, path = "/api/saas/api-keys", operation_id = "admin_create_api_key", tag = "admin", request_body = CreateKey,
    responses((status = 201, body = NewKeyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn create_key(
    provider: ProviderLogin,
    State(app): State<AppState>,
    Input(given): Input<CreateKey>,
) -> Result<(StatusCode, Json<NewKeyShape>), Problem> {
    let made = keys::make(&app, KeyOwner::Provider, given, provider.issuer()).await?;
    app.audit("provider", "api_key.created", None).await;
    Ok((StatusCode::CREATED, Json(made)))
}
