//! `POST /client/{publicId}/login`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::{Extension, Json};
use portaria_domain::Secret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{browser, cookie, link, login, page, secret};
use crate::input::{Form, Input};
use crate::layers::Arrival;
use crate::problem::{FieldError, Problem, ProblemBody};

/// The secret part of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkLogin {
    /// What stands behind the `#`.
    #[schema(min_length = 43, max_length = 43)]
    secret: String,
}

impl Form for LinkLogin {
    type Value = Secret<[u8; 32]>;

    fn read(self) -> Result<Secret<[u8; 32]>, Vec<FieldError>> {
        // A cut-off link is a wrong one, and is answered like one: 32 zero bytes are nobody's secret.
        Ok(secret::decode(&self.secret).unwrap_or(Secret::new([0; 32])))
    }
}

/// The portal is open.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenedPortal {
    /// The tenant.
    tenant_id: String,
    /// The name that the provider gave it.
    tenant_name: String,
    /// The provider's name.
    provider_name: String,
}

/// Exchanges a link's secret for a login of this browser. The link can be used again.
#[utoipa::path(
    post, path = "/client/{publicId}/login", operation_id = "client_login", tag = "tenant", params(("publicId" = String, Path)),
    request_body = LinkLogin,
    responses(
        (status = 200, description = "The cookie is set; `Portaria-Page` is what the page proves itself by.", body = OpenedPortal),
        (status = 401, description = "`link_invalid`, whatever the reason.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    )
)]
pub(crate) async fn login(
    Path(public_id): Path<String>,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    Input(secret): Input<LinkLogin>,
) -> Result<([(header::HeaderName, HeaderValue); 2], Json<OpenedPortal>), Problem> {
    let Some((tenant, value)) = link::exchange(&app, &public_id, &secret, browser::of(&headers)).await? else {
        app.rates.wrong_link(&arrival)?;
        return Err(Problem::link_invalid());
    };
    app.audit("tenant", "portal.opened", Some(tenant.id)).await;
    let _ = app.portal_openings.send(tenant.id); // nobody listens without a desktop
    let path = cookie::tenant_path(tenant.id);
    let line = cookie::set(cookie::TENANT, &value, &path, login::TENANT_LIFETIME_MS, arrival.secure);
    let opened = OpenedPortal {
        tenant_id: tenant.id.to_string(),
        tenant_name: tenant.name.to_string(),
        provider_name: app.settings.name().into(),
    };
    Ok(([(header::SET_COOKIE, line), page::header_for(&app.stores, &value)], Json(opened)))
}
