//! `GET /api/whatsapp/{tenantId}/statistics/export`.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, SecondsFormat};
use portaria_storage::HourFigures;

use super::range::Range;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::Params;
use crate::problem::{Problem, ProblemBody};

/// The first line, behind the mark by which spreadsheets know UTF-8.
const HEAD: &str = "\u{FEFF}hour,received,sent\r\n";

/// Gives the hours of a span of time as a table (RFC 4180, UTF-8) to be saved: their beginning in UTC, and what was received
/// and sent. Hours in which nothing was are left out.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/statistics/export", operation_id = "tenant_export_statistics", tag = "tenant",
    params(("tenantId" = String, Path), Range),
    responses((status = 200, description = "The file.", content_type = "text/csv"), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn export_statistics(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(range): Params<Range>,
) -> Result<Response, Problem> {
    let hours = range.hours(app.now())?;
    let hours = ctx.chats(&app).await?.hour_figures(hours).await?;
    let mut answer = table(&hours).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"statistics.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// At most 366 days of hours: some 300 KiB. Numbers and moments alone, none of which is a formula.
fn table(hours: &[HourFigures]) -> String {
    let mut table = HEAD.to_owned();
    for HourFigures { at, received, sent } in hours {
        let at = DateTime::from_timestamp_millis(at.0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true);
        let _ = write!(table, "{at},{received},{sent}\r\n"); // a string takes everything
    }
    table
}
