//! `GET` and `POST /api/whatsapp/{tenantId}/automatic-messages`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{AutomaticMessages, AwayMessage, GreetingMessage, LONGEST_AGAIN_H};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::input::{Form, Input, of_objects};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{AutomaticMessagesShape, AwayWhenWord, LanguageWord, RecipientsWord};

/// The longest text, in characters.
const LONGEST_TEXT: usize = 4_096;

/// What is sent without anybody from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AutomaticMessagesBody {
    /// The language in which dates are written.
    language: LanguageWord,
    /// By whose clock it is which date, a name of the IANA database such as `America/Sao_Paulo`.
    #[schema(max_length = 64)]
    time_zone: String,
    /// While nobody is there.
    away: AwayMessageBody,
    /// To who writes for the first time, or again after 14 days.
    greeting: GreetingMessageBody,
}

/// What is sent while nobody is there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", remote = "Self")]
struct AwayMessageBody {
    /// Whether it is sent.
    is_on: bool,
    /// When.
    when: AwayWhenWord,
    /// To whom.
    to: RecipientsWord,
    /// After how many hours somebody who writes again is told again.
    #[schema(minimum = 1, maximum = 168)]
    again_after_hours: u16,
    /// What it says, with `{nome}`, `{numero}` and `{data}` as in a quick reply; may be empty only where it is not sent.
    #[schema(max_length = 4096)]
    text: String,
}

/// What is sent to who writes for the first time, or again after 14 days.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", remote = "Self")]
struct GreetingMessageBody {
    /// Whether it is sent.
    is_on: bool,
    /// To whom.
    to: RecipientsWord,
    /// What it says, with `{nome}`, `{numero}` and `{data}` as in a quick reply; may be empty only where it is not sent.
    #[schema(max_length = 4096)]
    text: String,
}

of_objects!(AwayMessageBody, GreetingMessageBody);

impl Form for AutomaticMessagesBody {
    type Value = AutomaticMessages;

    fn read(self) -> Result<AutomaticMessages, Vec<FieldError>> {
        let Self { language, time_zone, away, greeting } = self;
        let mut errors = Vec::new();
        let time_zone = time_zone.parse().unwrap_or_else(|error| {
            errors.push(FieldError::new("timeZone", "invalid", format!("{error}.")));
            portaria_domain::TimeZone::default()
        });
        if !(1..=LONGEST_AGAIN_H).contains(&away.again_after_hours) {
            let detail = format!("1 to {LONGEST_AGAIN_H} hours.");
            errors.push(FieldError::new("away.againAfterHours", "invalid", detail));
        }
        for (field, is_on, text) in
            [("away.text", away.is_on, &away.text), ("greeting.text", greeting.is_on, &greeting.text)]
        {
            if is_on || !text.is_empty() {
                errors.extend(super::draft::checked_text(field, text, LONGEST_TEXT));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let AwayMessageBody { is_on, when, to, again_after_hours: again_after_h, text } = away;
        Ok(AutomaticMessages {
            language: language.into(),
            time_zone,
            away: AwayMessage { is_on, when: when.into(), to: to.into(), again_after_h, text },
            greeting: GreetingMessage { is_on: greeting.is_on, to: greeting.to.into(), text: greeting.text },
        })
    }
}

/// Shows what is sent without anybody.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/automatic-messages", operation_id = "tenant_show_automatic_messages", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = AutomaticMessagesShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_automatic_messages(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<AutomaticMessagesShape>, Problem> {
    Ok(Json(ctx.chats(&app).await?.automatic_messages().await?.into()))
}

/// Says what is sent without anybody from now on: only into chats of two, to who wrote within the last minutes, and to nobody whom
/// a person answered within the last half hour. Such a message is no answer: who wrote goes on waiting.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/automatic-messages", operation_id = "tenant_set_automatic_messages", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = AutomaticMessagesBody,
    responses((status = 200, body = AutomaticMessagesShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn set_automatic_messages(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(messages): Input<AutomaticMessagesBody>,
) -> Result<Json<AutomaticMessagesShape>, Problem> {
    app.host.set_automatic_messages(ctx.tenant(), messages.clone()).await?;
    Ok(Json(messages.into()))
}
