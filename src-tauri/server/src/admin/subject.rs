//! The tenant that an admin address names.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use portaria_domain::Tenant;

use crate::app::AppState;
use crate::auth::{Provider, ProviderSecrets};
use crate::problem::Problem;

/// A tenant the provider asks about. It takes the provider to make one.
pub(crate) struct Subject(pub Tenant);

impl FromRequestParts<AppState> for Subject {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        Provider::from_request_parts(parts, app).await?;
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Problem::not_found())?;
        let id = params.iter().find(|(name, _)| *name == "tenantId").and_then(|(_, value)| value.parse().ok());
        let tenant = app.stores.tenant(id.ok_or_else(Problem::not_found)?).await?;
        tenant.map(Self).ok_or_else(Problem::not_found)
    }
}

/// A tenant whose secrets the provider asks for, or makes anew.
pub(crate) struct SecretSubject {
    /// The tenant.
    pub tenant: Tenant,
    /// Who asks.
    pub provider: ProviderSecrets,
}

impl FromRequestParts<AppState> for SecretSubject {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let provider = ProviderSecrets::from_request_parts(parts, app).await?;
        let Subject(tenant) = Subject::from_request_parts(parts, app).await?;
        Ok(Self { tenant, provider })
    }
}
