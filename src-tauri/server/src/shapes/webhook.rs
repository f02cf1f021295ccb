//! Webhooks, their deliveries, and what receivers are sent.

use portaria_domain as domain;
use portaria_storage as storage;
use serde::Serialize;
use utoipa::ToSchema;

use super::EventShape;
use super::event::{DisabledReasonWord, EventBodyShape};
use super::moment::rfc3339;
use super::status::words;

/// Whether deliveries are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookState)]
pub(crate) enum WebhookStateWord {
    /// They are.
    Active,
    /// The tenant lets them wait, for five days at most.
    Paused,
    /// They are not, and nothing is kept for it, until the tenant resumes it.
    Disabled,
}

words!(
    /// How far a delivery has come.
    DeliveryStateWord of domain::DeliveryState { Waiting, Delivered, Failed }
);

impl From<DeliveryStateWord> for domain::DeliveryState {
    fn from(word: DeliveryStateWord) -> Self {
        match word {
            DeliveryStateWord::Waiting => Self::Waiting,
            DeliveryStateWord::Delivered => Self::Delivered,
            DeliveryStateWord::Failed => Self::Failed,
        }
    }
}

words!(
    /// Why a delivery failed: it was tried as often as it may, waited for five days, or its webhook was disabled.
    DeliveryFailureWord of domain::DeliveryFailure { TriedOut, WaitedTooLong, WebhookDisabled }
);

words!(
    /// Why an attempt failed: the receiver answered with no success, not within 15 s, could not be reached, or its
    /// address is not of the public Internet.
    AttemptFailureWord of domain::AttemptFailure { Refused, TooSlow, Unreachable, Forbidden }
);

/// A subscription to the tenant's events.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
pub(crate) struct WebhookShape {
    /// Identity.
    pub id: String,
    /// Where events are sent.
    pub url: String,
    /// The names of the events that are sent; none: all.
    pub events: Vec<String>,
    /// The names of the headers that are sent along. What they say is shown to nobody.
    pub header_names: Vec<String>,
    /// Files of messages up to so many bytes are sent along; 0: only their addresses are.
    pub inline_media_bytes: u32,
    /// Whether they are sent.
    pub state: WebhookStateWord,
    /// Since when that is so, in UTC milliseconds.
    pub state_since_ms: i64,
    /// Why it was disabled, where it was.
    #[schema(required)]
    pub disabled_reason: Option<DisabledReasonWord>,
    /// Since when no attempt has succeeded, in UTC milliseconds; null where the last one did, or nothing waits any more.
    #[schema(required)]
    pub failing_since_ms: Option<i64>,
    /// Until when deliveries are also signed with the secret before, in UTC milliseconds; null where there is none.
    #[schema(required)]
    pub earlier_secret_until_ms: Option<i64>,
    /// When it was made, in UTC milliseconds.
    pub created_at_ms: i64,
}

impl From<domain::Webhook> for WebhookShape {
    fn from(webhook: domain::Webhook) -> Self {
        let (state, disabled_reason) = match webhook.state {
            domain::WebhookState::Active => (WebhookStateWord::Active, None),
            domain::WebhookState::Paused => (WebhookStateWord::Paused, None),
            domain::WebhookState::Disabled(reason) => (WebhookStateWord::Disabled, Some(reason.into())),
        };
        Self {
            id: webhook.id.to_string(),
            url: webhook.url,
            events: webhook.events.names().to_vec(),
            header_names: webhook.headers.into_iter().map(|header| header.name).collect(),
            inline_media_bytes: webhook.inline_media_bytes,
            state,
            state_since_ms: webhook.state_since.0,
            disabled_reason,
            failing_since_ms: webhook.failing_since.map(|since| since.0),
            earlier_secret_until_ms: webhook.secrets.earlier.map(|(_, until)| until.0),
            created_at_ms: webhook.created_at.0,
        }
    }
}

/// A webhook, and how it goes with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookOverview)]
pub(crate) struct WebhookOverviewShape {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: WebhookShape,
    /// The last attempt at its address; null before the first.
    #[schema(required)]
    pub last_attempt: Option<LastAttemptShape>,
    /// How many deliveries wait.
    pub waiting_count: u64,
}

impl From<storage::WebhookOverview> for WebhookOverviewShape {
    fn from(overview: storage::WebhookOverview) -> Self {
        Self {
            webhook: overview.webhook.into(),
            last_attempt: overview.last_attempt.map(Into::into),
            waiting_count: overview.waiting_count,
        }
    }
}

/// A webhook and its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookWithSecret)]
pub(crate) struct WebhookWithSecret {
    /// The webhook.
    pub webhook: WebhookShape,
    /// What deliveries are signed with: `whsec_` and 32 bytes in base64. It is shown this once.
    pub secret: String,
}

impl From<domain::Webhook> for WebhookWithSecret {
    fn from(webhook: domain::Webhook) -> Self {
        let secret = webhook.secrets.current.expose().clone();
        Self { webhook: webhook.into(), secret }
    }
}

/// One HTTP request, and what came of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookAttempt)]
pub(crate) struct AttemptShape {
    /// What came of it.
    #[serde(flatten)]
    pub outcome: LastAttemptShape,
    /// How the receiver's answer begins, 1,024 bytes of it at most.
    pub answer: String,
}

/// The last HTTP request, without what the receiver answered: that may be shown to fewer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookLastAttempt)]
pub(crate) struct LastAttemptShape {
    /// When it began, in UTC milliseconds.
    pub at_ms: i64,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// The HTTP status that the receiver answered; null where it did not.
    #[schema(required)]
    pub status: Option<u16>,
    /// Why it failed; null where it succeeded.
    #[schema(required)]
    pub failure: Option<AttemptFailureWord>,
}

impl From<domain::Attempt> for LastAttemptShape {
    fn from(domain::Attempt { at, took_ms, status, failure, .. }: domain::Attempt) -> Self {
        Self { at_ms: at.0, took_ms, status, failure: failure.map(Into::into) }
    }
}

impl From<domain::Attempt> for AttemptShape {
    fn from(attempt: domain::Attempt) -> Self {
        let answer = attempt.answer.clone();
        Self { outcome: attempt.into(), answer }
    }
}

/// One event for one webhook.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDelivery)]
pub(crate) struct DeliveryShape {
    /// Identity: `webhook-id` of each of its attempts.
    pub id: String,
    /// The event's number.
    pub sequence: u64,
    /// The event's name.
    pub r#type: String,
    /// When the event happened, in UTC milliseconds.
    pub event_at_ms: i64,
    /// How far it has come.
    pub state: DeliveryStateWord,
    /// Why it failed; null where it did not.
    #[schema(required)]
    pub failure: Option<DeliveryFailureWord>,
    /// How often it was tried; it begins anew where it was sent again.
    pub attempts: u32,
    /// When it is tried next, in UTC milliseconds; null where it is over, or waits behind another of its chat.
    #[schema(required)]
    pub next_at_ms: Option<i64>,
    /// When it was over, in UTC milliseconds.
    #[schema(required)]
    pub ended_at_ms: Option<i64>,
    /// The last attempt; null before the first.
    #[schema(required)]
    pub last_attempt: Option<LastAttemptShape>,
}

impl From<storage::Delivery> for DeliveryShape {
    fn from(mut delivery: storage::Delivery) -> Self {
        Self {
            id: delivery.id.to_string(),
            sequence: delivery.event_number,
            r#type: delivery.event_name,
            event_at_ms: delivery.event_at.0,
            state: delivery.state.into(),
            failure: delivery.failure.map(Into::into),
            attempts: delivery.attempts,
            next_at_ms: delivery.next_at.map(|at| at.0),
            ended_at_ms: delivery.ended_at.map(|at| at.0),
            last_attempt: delivery.log.pop().map(Into::into),
        }
    }
}

/// Deliveries, the newest event first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDeliveryPage)]
pub(crate) struct DeliveryPage {
    /// The deliveries.
    pub items: Vec<DeliveryShape>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A delivery, and what is sent for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDeliveryDetails)]
pub(crate) struct DeliveryDetails {
    /// The delivery.
    pub delivery: DeliveryShape,
    /// The last 20 attempts, the oldest first.
    pub log: Vec<AttemptShape>,
    /// The body as it would be sent now, but for `media.base64`, which is null here; null where the event does not read any
    /// more. It is not kept: what was deleted since stands in it no longer.
    #[schema(required)]
    pub body: Option<WebhookEvent>,
}

/// What a receiver is sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebhookEvent {
    /// The delivery: the same for each attempt, so that repetitions are known by it. Also in `webhook-id`.
    pub id: String,
    /// When the event happened, as RFC 3339 has it, in UTC.
    pub timestamp: String,
    /// The tenant.
    pub tenant_id: String,
    /// The event's number: `number` of the events that Socket.IO brings.
    pub sequence: u64,
    /// The file of the message that it is about; null where there is none, or while it is not here yet: once it is, that is
    /// told as `message.updated`.
    #[schema(required)]
    pub media: Option<WebhookMedia>,
    /// What happened, as Socket.IO brings it.
    #[serde(flatten)]
    pub event: EventBodyShape,
}

/// A message's file.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebhookMedia {
    /// Where it is fetched without a credential. It begins as tenants' links do.
    pub url: String,
    /// Until when, in UTC milliseconds: an hour from this attempt on, and no longer than there is the webhook.
    pub expires_at_ms: i64,
    /// Its bytes in base64, where the webhook asks for files of that size (`inlineMediaBytes`); null for larger ones, and
    /// where a delivery is only shown.
    #[schema(required)]
    pub base64: Option<String>,
}

impl WebhookEvent {
    /// What is sent for an event.
    pub(crate) fn new(
        id: domain::DeliveryId,
        tenant: domain::TenantId,
        event: domain::Event,
        media: Option<WebhookMedia>,
    ) -> Self {
        let EventShape { number, at_ms, body } = event.into();
        Self {
            id: id.to_string(),
            timestamp: rfc3339(domain::UnixMs(at_ms)),
            tenant_id: tenant.to_string(),
            sequence: number,
            media,
            event: body,
        }
    }
}

/// What a receiver is sent as a test: an event's frame without an event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebhookTest {
    id: String,
    r#type: &'static str,
    timestamp: String,
    tenant_id: String,
    sequence: u64,
    data: serde_json::Map<String, serde_json::Value>,
}

impl WebhookTest {
    pub(crate) fn new(id: domain::DeliveryId, tenant: domain::TenantId, now: domain::UnixMs) -> Self {
        Self {
            id: id.to_string(),
            r#type: "webhook.test",
            timestamp: rfc3339(now),
            tenant_id: tenant.to_string(),
            sequence: 0,
            data: serde_json::Map::new(),
        }
    }
}

/// How many deliveries are sent again.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SentAgain)]
pub(crate) struct SentAgainShape {
    /// How many; where `dryRun` was said, how many it would be.
    pub count: u64,
}
