//! API keys.

use portaria_storage::{ApiKey, KeyScope};
use serde::Serialize;
use utoipa::ToSchema;

use super::rfc3339;

/// Something that a key may do.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeyScope)]
pub(crate) enum KeyScopeWord {
    /// To look; and with `control` to have webhooks told what happens.
    Read,
    /// To write messages.
    Send,
    /// To pair, start, stop, unlink and set up; of the provider, to change anything.
    Control,
    /// With `read` to fetch files, and with `send` to hand them over.
    Media,
    /// Of the provider: to make tenants with their links and keys, and to see what is secret of these.
    Secrets,
}

impl From<KeyScope> for KeyScopeWord {
    fn from(scope: KeyScope) -> Self {
        match scope {
            KeyScope::Read => Self::Read,
            KeyScope::Send => Self::Send,
            KeyScope::Control => Self::Control,
            KeyScope::Media => Self::Media,
            KeyScope::Secrets => Self::Secrets,
        }
    }
}

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
    /// What it may do.
    pub scopes: Vec<KeyScopeWord>,
    /// Whether it may make tenants with their links and keys, and see what is secret of these: the scope `secrets`.
    pub may_see_secrets: bool,
    /// When it ends by itself, as RFC 3339 has it; `null`: never. It is listed until it is revoked.
    #[schema(required, format = DateTime)]
    pub expires_at: Option<String>,
    /// The same in UTC milliseconds.
    #[schema(required)]
    pub expires_at_ms: Option<i64>,
    /// From where it opens: addresses and networks; none: from everywhere.
    pub allowed_addresses: Vec<String>,
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
            label: key.label,
            may_see_secrets: key.terms.scopes.contains(&KeyScope::Secrets),
            scopes: key.terms.scopes.into_iter().map(Into::into).collect(),
            expires_at: key.terms.expires_at.map(rfc3339),
            expires_at_ms: key.terms.expires_at.map(|at| at.0),
            allowed_addresses: key.terms.networks.into_iter().map(String::from).collect(),
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
