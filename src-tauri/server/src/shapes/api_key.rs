//! API keys.

use portaria_storage::{ApiKey, KeyScope};
use serde::Serialize;
use utoipa::ToSchema;

/// A key as it is listed: what proves it is kept nowhere.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApiKey)]
pub(crate) struct ApiKeyShape {
    /// Identity.
    pub id: String,
    /// How the key begins: `wsk_` and eight characters.
    pub prefix: String,
    /// What its owner calls it.
    pub label: String,
    /// Whether it may make tenants with their links and keys, and see what is secret of these.
    pub may_see_secrets: bool,
    /// When it was made, in UTC milliseconds.
    pub created_at_ms: i64,
    /// When it was last used, in UTC milliseconds; up to an hour behind.
    #[schema(required)]
    pub used_at_ms: Option<i64>,
}

impl From<ApiKey> for ApiKeyShape {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.to_string(),
            prefix: format!("wsk_{}", key.kid),
            may_see_secrets: key.scopes.contains(&KeyScope::Secrets),
            label: key.label,
            created_at_ms: key.created_at.0,
            used_at_ms: key.used_at.map(|at| at.0),
        }
    }
}

/// A new API key.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewKey)]
pub(crate) struct NewKeyShape {
    /// The key. It is shown this once.
    pub api_key: String,
}
