//! `GET`, `POST` and `DELETE /api/whatsapp/{tenantId}/business-hours`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{BusinessHours, CalendarDate, InvalidBusinessHours, OpenSpan, Weekday, deceives, trim_unseen};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::input::{Form, Input, of_objects};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::BusinessHoursNowShape;

/// The longest name of a closed day, in characters.
const LONGEST_NAME: usize = 60;

/// When the tenant answers from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct BusinessHoursBody {
    /// By which clock, a name of the IANA database such as `America/Sao_Paulo`.
    #[schema(max_length = 64)]
    time_zone: String,
    /// The spans of each day of the week: at most six a day, none of which overlap.
    week: WeekBody,
    /// Days on which it is closed, at most 366. What began the evening before goes on past midnight.
    #[schema(max_items = 366)]
    closed_dates: Vec<ClosedDateBody>,
}

/// The spans of each day of the week; none: closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schema(as = BusinessWeekBody)]
#[allow(missing_docs, reason = "days are known")]
struct WeekBody {
    monday: Vec<OpenSpanBody>,
    tuesday: Vec<OpenSpanBody>,
    wednesday: Vec<OpenSpanBody>,
    thursday: Vec<OpenSpanBody>,
    friday: Vec<OpenSpanBody>,
    saturday: Vec<OpenSpanBody>,
    sunday: Vec<OpenSpanBody>,
}

/// From one time of day to another; to the next day's where that is not a later one, so that the same twice is a whole day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct OpenSpanBody {
    /// Open from then on, `HH:MM`, 00:00 to 23:59.
    #[schema(max_length = 5)]
    from: String,
    /// Closed from then on, `HH:MM`, 00:00 to 23:59.
    #[schema(max_length = 5)]
    to: String,
}

/// A day on which it is closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct ClosedDateBody {
    /// The day, `YYYY-MM-DD`.
    #[schema(max_length = 10)]
    date: String,
    /// What day it is; nothing where it is not said.
    #[schema(max_length = 60)]
    name: Option<String>,
}

of_objects!(WeekBody, OpenSpanBody, ClosedDateBody);

impl Form for BusinessHoursBody {
    type Value = BusinessHours;

    fn read(self) -> Result<BusinessHours, Vec<FieldError>> {
        let mut errors = Vec::new();
        let time_zone = self.time_zone.parse();
        if let Err(error) = &time_zone {
            errors.push(FieldError::new("timeZone", "invalid", format!("{error}.")));
        }
        let WeekBody { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = self.week;
        let mut week: [Vec<OpenSpan>; 7] = Default::default();
        let days = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
        for ((day, bodies), spans) in Weekday::ALL.into_iter().zip(days).zip(&mut week) {
            for (index, body) in bodies.into_iter().enumerate() {
                match (body.from.parse(), body.to.parse()) {
                    (Ok(from), Ok(to)) => spans.push(OpenSpan { from, to }),
                    (Err(error), _) | (_, Err(error)) => {
                        let field = format!("week.{}.{index}", day.as_str());
                        errors.push(FieldError::new(&field, "invalid", format!("{error}.")));
                    }
                }
            }
        }
        let closed = closed(self.closed_dates, &mut errors);
        let (Ok(time_zone), true) = (time_zone, errors.is_empty()) else { return Err(errors) };
        BusinessHours::new(time_zone, week, closed).map_err(|error| {
            let (field, code) = match error {
                InvalidBusinessHours::TooManySpans(day) => (format!("week.{}", day.as_str()), "too_many"),
                InvalidBusinessHours::Overlap(day) => (format!("week.{}", day.as_str()), "overlap"),
                InvalidBusinessHours::TooManyDates => ("closedDates".to_owned(), "too_many"),
            };
            vec![FieldError::new(&field, code, format!("{error}."))]
        })
    }
}

fn closed(bodies: Vec<ClosedDateBody>, errors: &mut Vec<FieldError>) -> BTreeMap<CalendarDate, String> {
    let mut closed = BTreeMap::new();
    for (index, ClosedDateBody { date, name }) in bodies.into_iter().enumerate() {
        let name = trim_unseen(&name.unwrap_or_default()).to_owned();
        let field = |part: &str| format!("closedDates.{index}.{part}");
        if name.chars().count() > LONGEST_NAME {
            errors.push(FieldError::new(field("name"), "too_long", format!("At most {LONGEST_NAME} characters.")));
        } else if deceives(&name) {
            let detail = "It has characters that cannot be seen or that change the order of others.";
            errors.push(FieldError::new(field("name"), "invalid", detail));
        }
        match date.parse() {
            Ok(date) => {
                if closed.insert(date, name).is_some() {
                    errors.push(FieldError::new(field("date"), "taken", "This day is listed already."));
                }
            }
            Err(error) => errors.push(FieldError::new(field("date"), "invalid", format!("{error}."))),
        }
    }
    closed
}

/// Shows when the tenant answers, and whether that is now.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/business-hours", operation_id = "tenant_show_business_hours", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = BusinessHoursNowShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_business_hours(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<BusinessHoursNowShape>, Problem> {
    let hours = ctx.chats(&app).await?.business_hours().await?;
    Ok(Json(BusinessHoursNowShape::new(hours, app.now())))
}

/// Says when the tenant answers from now on. Who writes outside of these hours is sent the message of absence, where that is on,
/// and how long somebody waits for the first answer is counted within them. What was counted before stays as it is; hours that are
/// changed again within an hour never held, and the new ones count from when those did.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/business-hours", operation_id = "tenant_set_business_hours", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = BusinessHoursBody,
    responses((status = 200, body = BusinessHoursNowShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn set_business_hours(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(hours): Input<BusinessHoursBody>,
) -> Result<Json<BusinessHoursNowShape>, Problem> {
    app.host.set_business_hours(ctx.tenant(), Some(hours.clone())).await?;
    Ok(Json(BusinessHoursNowShape::new(Some(hours), app.now())))
}

/// Takes the hours away: from now on none hold.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/business-hours", operation_id = "tenant_remove_business_hours", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 204, description = "There are none."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn remove_business_hours(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<StatusCode, Problem> {
    app.host.set_business_hours(ctx.tenant(), None).await?;
    Ok(StatusCode::NO_CONTENT)
}
