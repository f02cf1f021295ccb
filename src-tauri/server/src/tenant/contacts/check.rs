//! `POST /api/whatsapp/{tenantId}/contacts/check` and `GET …/contacts/check/{checkId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::PhoneNumber;
use portaria_storage::{CheckedNumber, NumberCheck, NumberState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// How many numbers may be asked about at once.
const MOST: usize = 1_000;
/// The longest line that is kept of each, in characters.
const LONGEST: usize = 100;

/// In which country a number without a country code is read.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TypedIn {
    /// Brazil: 10 or 11 digits are an area code and a number.
    Br,
}

/// Numbers to ask WhatsApp about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CheckNumbers {
    /// 1 to 1,000 numbers in any writing. What is no number is said to be none.
    #[schema(min_items = 1, max_items = 1000)]
    numbers: Vec<String>,
    /// In which country a number without a country code is read; none is added when it is not said.
    typed_in: Option<TypedIn>,
}

impl Form for CheckNumbers {
    type Value = Vec<(String, Option<PhoneNumber>)>;

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        if !(1..=MOST).contains(&self.numbers.len()) {
            return Err(vec![FieldError::new("numbers", "invalid", "1 to 1,000 numbers.")]);
        }
        let read = |typed: String| {
            let phone = match self.typed_in {
                Some(TypedIn::Br) => PhoneNumber::typed_in_brazil(&typed),
                None => typed.parse(),
            };
            (typed.chars().take(LONGEST).collect(), phone.ok())
        };
        Ok(self.numbers.into_iter().map(read).collect())
    }
}

/// What is known of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NumberStateWord {
    /// WhatsApp was not asked yet.
    Waiting,
    /// It has WhatsApp.
    Exists,
    /// It has no WhatsApp.
    Absent,
    /// It is no number.
    Invalid,
    /// The same number stands further up.
    Repeated,
    /// WhatsApp did not say, however often it was asked.
    Unanswered,
}

impl From<NumberState> for NumberStateWord {
    fn from(state: NumberState) -> Self {
        match state {
            NumberState::Waiting => Self::Waiting,
            NumberState::Exists => Self::Exists,
            NumberState::Absent => Self::Absent,
            NumberState::Invalid => Self::Invalid,
            NumberState::Repeated => Self::Repeated,
            NumberState::Unanswered => Self::Unanswered,
        }
    }
}

/// One number.
#[derive(Serialize, ToSchema)]
#[schema(as = CheckedNumber)]
pub(crate) struct CheckedShape {
    /// As it was pasted.
    typed: String,
    /// What is known of it.
    state: NumberStateWord,
    /// The address under which WhatsApp knows it: its number is the right one, with or without Brazil's ninth digit.
    #[schema(required)]
    pn: Option<String>,
    /// The privacy id under which WhatsApp knows it.
    #[schema(required)]
    lid: Option<String>,
}

impl From<CheckedNumber> for CheckedShape {
    fn from(number: CheckedNumber) -> Self {
        let (pn, lid) = number.address.map_or((None, None), |address| (address.pn, address.lid));
        let text = |jid: Option<portaria_domain::Jid>| jid.map(|jid| jid.to_string());
        Self { typed: number.typed, state: number.state.into(), pn: text(pn), lid: text(lid) }
    }
}

/// What WhatsApp says of numbers, so far.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NumberCheck)]
pub(crate) struct CheckShape {
    /// Which check it is: ask again with it. Kept for 30 days.
    id: String,
    /// When it was asked for, in UTC milliseconds.
    at_ms: i64,
    /// How many numbers still wait; 0: it is done.
    waiting: usize,
    /// The numbers, as they were pasted.
    numbers: Vec<CheckedShape>,
}

impl From<NumberCheck> for CheckShape {
    fn from(check: NumberCheck) -> Self {
        let waiting = check.numbers.iter().filter(|number| number.state == NumberState::Waiting).count();
        let numbers = check.numbers.into_iter().map(Into::into).collect();
        Self { id: check.id.to_string(), at_ms: check.at.0, waiting, numbers }
    }
}

/// Asks WhatsApp which numbers have WhatsApp: in the background, two or three in a second, while there is a connection.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/contacts/check", operation_id = "tenant_check_numbers", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = CheckNumbers,
    responses((status = 202, body = CheckShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn check_numbers(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input(numbers): Input<CheckNumbers>,
) -> Result<(StatusCode, Json<CheckShape>), Problem> {
    let id = app.host.check_numbers(ctx.tenant(), numbers).await?;
    let check = ctx.chats(&app).await?.number_check(id).await?.ok_or_else(Problem::not_found)?;
    Ok((StatusCode::ACCEPTED, Json(check.into())))
}

/// Shows what WhatsApp said so far.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts/check/{checkId}", operation_id = "tenant_show_number_check", tag = "tenant",
    params(("tenantId" = String, Path), ("checkId" = String, Path)),
    responses((status = 200, body = CheckShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_number_check(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<CheckShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let check = ctx.chats(&app).await?.number_check(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(check.into()))
}
