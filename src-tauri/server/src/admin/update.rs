//! `GET` and `POST /api/saas/update`, and what is done there: `check`, `install` and `postpone`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::{Provider, ProviderLogin};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{UpdateChoiceShape, UpdateShape};
use crate::update::Postponed;

/// The longest that a version is postponed for, in days.
const MOST_DAYS: u32 = 30;
const DAY_MS: i64 = 24 * 3_600_000;
/// The longest version, in characters.
const LONGEST_VERSION: usize = 100;

impl Form for UpdateChoiceShape {
    type Value = Self;

    fn read(self) -> Result<Self, Vec<FieldError>> {
        Ok(self)
    }
}

/// A version that was shown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstallUpdateBody {
    /// The version as it was shown: another one that has come meanwhile is not installed.
    #[schema(max_length = 100)]
    version: String,
}

impl Form for InstallUpdateBody {
    type Value = String;

    fn read(self) -> Result<String, Vec<FieldError>> {
        version(self.version)
    }
}

/// A version of which nothing is to be said for a while.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostponeUpdateBody {
    /// The version as it was shown.
    #[schema(max_length = 100)]
    version: String,
    /// For how many days.
    #[schema(minimum = 1, maximum = 30)]
    days: u32,
}

impl Form for PostponeUpdateBody {
    type Value = (String, u32);

    fn read(self) -> Result<(String, u32), Vec<FieldError>> {
        if !(1..=MOST_DAYS).contains(&self.days) {
            return Err(vec![FieldError::new("days", "out_of_range", format!("1 to {MOST_DAYS} days"))]);
        }
        Ok((version(self.version)?, self.days))
    }
}

fn version(version: String) -> Result<String, Vec<FieldError>> {
    if version.parse::<semver::Version>().is_err() || version.len() > LONGEST_VERSION {
        return Err(vec![FieldError::new("version", "invalid", "a version such as 1.2.3")]);
    }
    Ok(version)
}

/// Shows whether there is a newer version, as it was looked last.
#[utoipa::path(
    get, path = "/api/saas/update", operation_id = "admin_show_update", tag = "admin",
    responses((status = 200, body = UpdateShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_update(_: Provider, State(app): State<AppState>) -> Json<UpdateShape> {
    shown(&app)
}

/// Says which versions are offered, and whether it's looked for them by itself.
#[utoipa::path(
    post, path = "/api/saas/update", operation_id = "admin_set_update", tag = "admin", request_body = UpdateChoiceShape,
    responses((status = 200, body = UpdateShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn set_update(
    _: Provider,
    State(app): State<AppState>,
    Input(chosen): Input<UpdateChoiceShape>,
) -> Result<Json<UpdateShape>, Problem> {
    let change = app.updates.choose(&app.stores, |choice| {
        (choice.channel, choice.checks_daily) = (chosen.channel.into(), chosen.checks_daily);
    });
    change.await?;
    app.audit("provider", "update.set", None).await;
    Ok(shown(&app))
}

/// Looks now. That nothing could be found out stands in the answer.
#[utoipa::path(
    post, path = "/api/saas/update/check", operation_id = "admin_check_update", tag = "admin",
    responses((status = 200, body = UpdateShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn check_update(_: Provider, State(app): State<AppState>) -> Json<UpdateShape> {
    app.check_for_updates().await;
    shown(&app)
}

/// Says nothing of a version for some days.
#[utoipa::path(
    post, path = "/api/saas/update/postpone", operation_id = "admin_postpone_update", tag = "admin",
    request_body = PostponeUpdateBody,
    responses((status = 200, body = UpdateShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn postpone_update(
    _: Provider,
    State(app): State<AppState>,
    Input((version, days)): Input<PostponeUpdateBody>,
) -> Result<Json<UpdateShape>, Problem> {
    let until_ms = app.now().0 + i64::from(days) * DAY_MS;
    app.updates.choose(&app.stores, |choice| choice.postponed = Some(Postponed { version, until_ms })).await?;
    app.audit("provider", "update.postpone", None).await;
    Ok(shown(&app))
}

/// Installs the version that is offered and starts it. Sessions come to rest before; what waits is sent afterwards. Where
/// the new version doesn't start, this one comes back.
#[utoipa::path(
    post, path = "/api/saas/update/install", operation_id = "admin_install_update", tag = "admin",
    request_body = InstallUpdateBody,
    responses((status = 202, body = UpdateShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn install_update(
    _: ProviderLogin,
    State(app): State<AppState>,
    Input(version): Input<InstallUpdateBody>,
) -> Result<(StatusCode, Json<UpdateShape>), Problem> {
    app.updates.want(&version)?;
    app.audit("provider", "update.install", None).await;
    Ok((StatusCode::ACCEPTED, shown(&app)))
}

fn shown(app: &App) -> Json<UpdateShape> {
    Json(UpdateShape::new(&app.updates, app.now()))
}
