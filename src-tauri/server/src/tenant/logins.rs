//! `GET` and `DELETE /api/whatsapp/{tenantId}/logins`, and `DELETE …/logins/{loginId}`. From which network somebody came is
//! not kept: the browser is enough for its owner to know it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::LoginId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{By, Control, Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::socket;

/// A browser in which this panel is open.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PanelLogin {
    /// Identity.
    id: String,
    /// When the link was opened there, in UTC milliseconds.
    created_at_ms: i64,
    /// When it ends by itself.
    expires_at_ms: i64,
    /// What the browser and its system call themselves, such as `Chrome, Android`; empty where that was not noted.
    browser: String,
    /// What is called who answers there; null where they did not say.
    #[schema(required)]
    attendant_name: Option<String>,
    /// Whether it is told of messages while the panel is closed there (`push`).
    has_push: bool,
    /// Whether it is the one that asks.
    is_this: bool,
}

/// Lists the browsers in which this panel is open, the newest first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/logins", operation_id = "tenant_list_logins", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<PanelLogin>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_logins(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<PanelLogin>>, Problem> {
    let this = own(&ctx);
    let logins = app.stores.logins_of_tenant(ctx.tenant(), app.now()).await?;
    let pushed = app.stores.pushed_logins(ctx.tenant()).await?;
    let mut names = ctx.chats(&app).await?.attendant_names().await?;
    let shown = logins.into_iter().map(|login| PanelLogin {
        id: login.id.to_string(),
        created_at_ms: login.created_at.0,
        expires_at_ms: login.expires_at.0,
        attendant_name: names.remove(&By::Login(login.id).name()),
        has_push: pushed.contains(&login.id),
        is_this: this == Some(login.id),
        browser: login.browser,
    });
    Ok(Json(shown.collect()))
}

/// Ends the panel in one browser, with its sockets. The link opens it there again.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/logins/{loginId}", operation_id = "tenant_end_login", tag = "tenant",
    params(("tenantId" = String, Path), ("loginId" = String, Path)),
    responses((status = 204, description = "It is over."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn end_login(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let id: LoginId = id.parse().map_err(|_| Problem::not_found())?;
    if !app.stores.delete_login_of_tenant(ctx.tenant(), id).await? {
        return Err(Problem::not_found());
    }
    socket::end(&app, socket::room::login(id));
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the panel in every browser but the one that asks, with their sockets; asked with a key, in all.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/logins", operation_id = "tenant_end_other_logins", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 204, description = "They are over."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn end_other_logins(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<StatusCode, Problem> {
    for ended in app.stores.delete_other_logins(ctx.tenant(), own(&ctx)).await? {
        socket::end(&app, socket::room::login(ended));
    }
    Ok(StatusCode::NO_CONTENT)
}

fn own<S>(ctx: &TenantCtx<S>) -> Option<LoginId> {
    match &ctx.proof().by {
        By::Login(id) => Some(*id),
        By::Key { .. } => None,
    }
}
