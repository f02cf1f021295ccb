//! `POST /api/whatsapp/{tenantId}/send`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{SentBy, TenantId};
use portaria_sessions::{Destination, SendRequest, Sent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::IdempotencyKey;
use super::destination::destination;
use super::draft::{DraftBody, Parts, ReadDraft, Wanted};
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::layers::Allowance;
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::MessageShape;

/// A text or any other kind to send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SendMessage {
    /// A phone number in any writing, or the WhatsApp address of a person or a group. What is about another message may
    /// leave it out: then it goes into that message's chat.
    #[schema(max_length = 100)]
    to: Option<String>,
    /// A text: 1 to 65,536 characters. For every other kind there is `message`.
    #[schema(min_length = 1, max_length = 65_536)]
    text: Option<String>,
    /// What is to be sent, where it is not a plain text.
    message: Option<DraftBody>,
    /// Phone numbers or addresses of whom it mentions.
    #[serde(default)]
    mentions: Vec<String>,
    /// Not before this moment, RFC 3339.
    #[schema(format = DateTime)]
    send_at: Option<String>,
}

impl Form for SendMessage {
    type Value = (Option<Destination>, ReadDraft);

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        let Self { to, text, message, mentions, send_at } = self;
        let draft = ReadDraft::read(Parts { text, message, quote: None, mentions, send_at });
        let to = match (to, &draft) {
            (Some(to), _) => destination(&to).map(Some),
            (None, Ok(draft)) if draft.chat_of_target().is_some() => Ok(None),
            (None, _) => Err(FieldError::new("to", "missing", "Where does it go?")),
        };
        match (to, draft) {
            (Ok(to), Ok(draft)) => Ok((to, draft)),
            (to, draft) => Err(to.err().into_iter().chain(draft.err().unwrap_or_default()).collect()),
        }
    }
}

/// Something that is on disk and on its way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentMessage {
    /// WhatsApp's id, which it keeps; of what is about another message, its own.
    id: String,
    /// The chat it is in.
    chat_id: String,
    /// How far it has come.
    status: String,
    /// Whether it was there before, under the same idempotency key.
    duplicate: bool,
    /// The message, as the chat shows it; of what is about another message, that one.
    #[schema(required)]
    message: Option<MessageShape>,
}

impl From<Sent> for SentMessage {
    fn from(sent: Sent) -> Self {
        Self {
            id: sent.id.to_string(),
            chat_id: sent.chat.to_string(),
            status: sent.message.as_ref().map_or("queued", |message| message.status.as_str()).to_owned(),
            duplicate: sent.duplicate,
            message: sent.message.map(Into::into),
        }
    }
}

/// Sends a message, or something about one. It is on disk when this answers, and leaves as soon as the session is connected.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/send", operation_id = "tenant_send", tag = "tenant",
    params(
        ("tenantId" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key sends once, for 24 hours at least.")
    ),
    request_body = SendMessage,
    responses((status = 202, body = SentMessage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn send(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    IdempotencyKey(client_key): IdempotencyKey,
    Input((to, draft)): Input<SendMessage>,
) -> Result<Handed, Problem> {
    let to = to.or_else(|| draft.chat_of_target().map(Destination::Chat)).ok_or_else(Problem::not_found)?;
    Ok(answer(&app, ctx.tenant(), ctx.proof().sent_by(), to, draft, client_key).await)
}

/// What became of a draft, and how many more the tenant may hand over.
pub(crate) type Handed = (Allowance, Result<(StatusCode, Json<SentMessage>), Problem>);

/// Counts a draft, and accepts it for sending: what everything does that sends.
pub(crate) async fn answer(
    app: &AppState,
    tenant: TenantId,
    sent_by: SentBy,
    to: Destination,
    draft: ReadDraft,
    client_key: Option<String>,
) -> Handed {
    let (allowance, admitted) = app.rates.send(tenant);
    let sent = match admitted {
        Ok(()) => accept(app, tenant, sent_by, to, draft, client_key).await,
        Err(problem) => Err(problem),
    };
    (allowance, sent)
}

async fn accept(
    app: &AppState,
    tenant: TenantId,
    sent_by: SentBy,
    to: Destination,
    draft: ReadDraft,
    client_key: Option<String>,
) -> Result<(StatusCode, Json<SentMessage>), Problem> {
    let chat = match &to {
        Destination::Chat(chat) => Some(*chat),
        Destination::Phone(_) | Destination::Jid(_) => None,
    };
    // What is about a message goes into that message's chat, whatever else was asked for.
    if draft.chat_of_target().is_some_and(|target| chat != Some(target)) {
        let elsewhere = FieldError::new("message.target", "invalid", "That message is in another chat.");
        return Err(Problem::invalid(vec![elsewhere]));
    }
    let send_at = draft.send_at;
    let sent = match (draft.resolve(app, tenant, chat, app.clock.now()).await?, chat) {
        (Wanted::Draft(draft, link), _) => {
            app.host.send(tenant, SendRequest { to, draft: *draft, link, client_key, send_at, sent_by }).await?
        }
        (Wanted::Star { id, is_on }, Some(chat)) => {
            let message = Some(app.host.star(tenant, chat, &id, is_on).await?);
            Sent { id, chat, message, duplicate: false }
        }
        (Wanted::Star { .. }, None) => return Err(Problem::not_found()),
    };
    Ok((StatusCode::ACCEPTED, Json(sent.into())))
}
