//! `POST /api/saas/create-tenant`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{PhoneNumber, TenantName, is_blank, trim_unseen};
use portaria_storage::NewTenant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{ProviderSecrets, key};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{LinkShape, TenantShape};

/// A new customer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateTenant {
    /// The name to show: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The number the tenant is expected to pair, in any writing.
    #[schema(max_length = 100)]
    phone: Option<String>,
}

impl Form for CreateTenant {
    type Value = NewTenant;

    fn read(self) -> Result<NewTenant, Vec<FieldError>> {
        let name = self.name.parse::<TenantName>().map_err(|error| {
            let code = if trim_unseen(&self.name).chars().count() > 80 { "too_long" } else { "invalid" };
            FieldError::new("name", code, error.to_string())
        });
        let phone = self.phone.filter(|phone| !is_blank(phone));
        let phone = phone.map(|phone| phone.parse::<PhoneNumber>()).transpose();
        let phone = phone.map_err(|error| FieldError::new("phone", "invalid", error.to_string()));
        match (name, phone) {
            (Ok(name), Ok(phone)) => Ok(NewTenant { name, phone: phone.map(|phone| phone.digits().to_owned()) }),
            (name, phone) => Err([name.err(), phone.err()].into_iter().flatten().collect()),
        }
    }
}

/// A new customer, and what to pass on.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedTenant {
    /// The customer.
    tenant: TenantShape,
    /// What to send to them.
    link: LinkShape,
    /// A key for programs of theirs. It is shown this once.
    api_key: String,
}

/// Creates a tenant with its link and its first API key. A key of the provider's needs the scope `secrets` for it.
#[utoipa::path(
    post, path = "/api/saas/create-tenant", operation_id = "admin_create_tenant", tag = "admin", request_body = CreateTenant,
    responses((status = 201, body = CreatedTenant), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn create_tenant(
    provider: ProviderSecrets,
    State(app): State<AppState>,
    Input(new): Input<CreateTenant>,
) -> Result<(StatusCode, Json<CreatedTenant>), Problem> {
    let (tenant, link) = app.stores.create_tenant(new, app.now()).await?;
    let api_key =
        key::create_for(&app.stores, tenant.id, "created with the tenant", provider.issuer(), app.now()).await?;
    app.host.adopt(&tenant);
    app.audit("provider", "tenant.created", Some(tenant.id)).await;
    let link = provider.show_link(&app, &link).await?;
    let created = CreatedTenant { link, tenant: app.tenant_shape(tenant), api_key };
    Ok((StatusCode::CREATED, Json(created)))
}
