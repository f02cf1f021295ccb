//! `GET /api/saas/me`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::Provider;
use crate::problem::{Problem, ProblemBody};

/// Who is logged in, and where the server can be reached.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    /// Always `provider`.
    name: &'static str,
    /// The version of Portaria.
    version: &'static str,
    /// Whether an admin password was set.
    password_set: bool,
    /// Whether a code is asked for after the password.
    totp_on: bool,
    /// How many recovery codes are left for it.
    recovery_codes_left: usize,
    /// The address on the Internet.
    #[schema(required)]
    public_url: Option<String>,
    /// The addresses under which this machine's network reaches the server.
    lan_urls: Vec<String>,
}

/// Who is logged in.
#[utoipa::path(
    get, path = "/api/saas/me", operation_id = "admin_me", tag = "admin",
    responses((status = 200, body = Me), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn me(_: Provider, State(app): State<AppState>) -> Result<Json<Me>, Problem> {
    let totp = app.stores.totp().await?;
    Ok(Json(Me {
        name: "provider",
        version: env!("CARGO_PKG_VERSION"),
        password_set: app.stores.admin_password_hash().await?.is_some(),
        totp_on: totp.is_some(),
        recovery_codes_left: totp.map_or(0, |totp| totp.recovery_codes_left),
        public_url: app.addresses.reached().public.as_ref().map(ToString::to_string),
        lan_urls: app.addresses.network(),
    }))
}
