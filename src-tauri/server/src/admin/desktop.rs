//! `GET` and `POST /api/saas/desktop`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::Provider;
use crate::desktop::DesktopSettings;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// What the desktop app does around the server.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct DesktopBody {
    /// Whether the app starts, without a window, when somebody logs in to the computer.
    starts_with_system: bool,
    /// Whether the computer does not fall asleep by itself while sessions run.
    keeps_awake: bool,
    /// Whether news of the sessions is told.
    notifies: bool,
}

impl Form for DesktopBody {
    type Value = DesktopSettings;

    fn read(self) -> Result<DesktopSettings, Vec<FieldError>> {
        let Self { starts_with_system, keeps_awake, notifies } = self;
        Ok(DesktopSettings { starts_with_system, keeps_awake, notifies })
    }
}

/// Whether there is a desktop app, and what it does.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DesktopShape {
    /// Whether this server runs in the desktop app. If not, the settings are followed by nobody.
    is_desktop: bool,
    /// What it does.
    settings: DesktopBody,
}

/// Shows what the desktop app does around the server, where it runs in one.
#[utoipa::path(
    get, path = "/api/saas/desktop", operation_id = "admin_show_desktop", tag = "admin",
    responses((status = 200, body = DesktopShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_desktop(_: Provider, State(app): State<AppState>) -> Json<DesktopShape> {
    shown(&app)
}

/// Says what the desktop app does around the server.
#[utoipa::path(
    post, path = "/api/saas/desktop", operation_id = "admin_set_desktop", tag = "admin", request_body = DesktopBody,
    responses((status = 200, body = DesktopShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn set_desktop(
    _: Provider,
    State(app): State<AppState>,
    Input(chosen): Input<DesktopBody>,
) -> Result<Json<DesktopShape>, Problem> {
    app.desktop.set(&app.stores, chosen).await?;
    app.audit("provider", "desktop.set", None).await;
    Ok(shown(&app))
}

fn shown(app: &App) -> Json<DesktopShape> {
    let DesktopSettings { starts_with_system, keeps_awake, notifies } = app.desktop.settings();
    let settings = DesktopBody { starts_with_system, keeps_awake, notifies };
    Json(DesktopShape { is_desktop: app.desktop.is_around(), settings })
}
