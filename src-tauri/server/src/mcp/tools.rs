//! The tools: what each is called, what it needs, and what it calls.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use portaria_domain::{ChatId, SentBy};
use portaria_sessions::Destination;
use rmcp::model::{JsonObject, Tool as ToolDescription, ToolAnnotations};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::PartialSchema;

use super::arguments::{
    GetContact, GetStatus, ListChats, ListContacts, MarkRead, ReadMessages, SearchMessages, SendMedia, SendText,
};
use super::results::{Outcome, Told};
use crate::app::AppState;
use crate::auth::{Read, Send, TenantByKey};
use crate::input::{Params, of_value, page_size};
use crate::problem::{FieldError, Problem};
use crate::tenant::chats::ChatFilter;
use crate::tenant::contacts::list::ContactFilter;
use crate::tenant::destination::destination;
use crate::tenant::draft::{DraftBody, Parts, ReadDraft};
use crate::tenant::messages::MessageRange;
use crate::tenant::search::MessageFilter;
use crate::tenant::{IdempotencyKey, InChat, chats, contacts, messages, read, search, send, status};

/// How many entries a page has when an agent does not say it, and how many at most: it has to read all of them.
const USUAL_PAGE: u32 = 20;
const LARGEST_PAGE: u32 = 50;

/// One tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    GetStatus,
    ListChats,
    ReadMessages,
    SearchMessages,
    ListContacts,
    GetContact,
    SendText,
    SendMedia,
    MarkRead,
}

impl Tool {
    pub(super) const ALL: [Self; 9] = [
        Self::GetStatus,
        Self::ListChats,
        Self::ReadMessages,
        Self::SearchMessages,
        Self::ListContacts,
        Self::GetContact,
        Self::SendText,
        Self::SendMedia,
        Self::MarkRead,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::GetStatus => "get_status",
            Self::ListChats => "list_chats",
            Self::ReadMessages => "read_messages",
            Self::SearchMessages => "search_messages",
            Self::ListContacts => "list_contacts",
            Self::GetContact => "get_contact",
            Self::SendText => "send_text",
            Self::SendMedia => "send_media",
            Self::MarkRead => "mark_read",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    const fn sends(self) -> bool {
        matches!(self, Self::SendText | Self::SendMedia | Self::MarkRead)
    }

    /// Whether the key has the scope that it needs.
    pub(super) fn is_allowed(self, caller: &TenantByKey) -> bool {
        if self.sends() { caller.scoped::<Send>().is_ok() } else { caller.scoped::<Read>().is_ok() }
    }

    /// The tool as agents see it.
    pub(super) fn describe(self) -> ToolDescription {
        let (title, description, arguments) = match self {
            Self::GetStatus => (
                "Connection status",
                "Tells whether the WhatsApp account is connected, why not, what happens next, and which account it is.",
                schema::<GetStatus>(),
            ),
            Self::ListChats => (
                "List chats",
                "Lists chats, the most recently active first, each with its newest message, how many messages are \
                 unread and since when its other side waits for an answer.",
                schema::<ListChats>(),
            ),
            Self::ReadMessages => (
                "Read messages",
                "Reads messages of one chat, the newest first. Reading marks nothing as read.",
                schema::<ReadMessages>(),
            ),
            Self::SearchMessages => (
                "Search messages",
                "Looks for messages in all chats or in one, the newest first, by words, writer, time and kind.",
                schema::<SearchMessages>(),
            ),
            Self::ListContacts => (
                "List contacts",
                "Lists people by their names: who is in the phone's address book, and who has a chat.",
                schema::<ListContacts>(),
            ),
            Self::GetContact => {
                ("Show a contact", "Shows one person, and how much was exchanged with them.", schema::<GetContact>())
            }
            Self::SendText => (
                "Send a text",
                "Sends a text on WhatsApp to a person or group, or as an answer to one message. It is on its way when \
                 this answers; `status` tells how far it has come.",
                schema::<SendText>(),
            ),
            Self::SendMedia => (
                "Send a file",
                "Sends a picture, film, sound or document that was uploaded before by the REST API.",
                schema::<SendMedia>(),
            ),
            Self::MarkRead => (
                "Mark a chat as read",
                "Marks a chat as read, here and for whoever wrote: they may see that it was read.",
                schema::<MarkRead>(),
            ),
        };
        let hints = ToolAnnotations::with_title(title)
            .read_only(!self.sends())
            .destructive(false)
            .idempotent(!matches!(self, Self::SendText | Self::SendMedia))
            .open_world(self != Self::GetStatus);
        ToolDescription::new(self.name(), description, arguments).with_title(title).with_annotations(hints)
    }

    /// Does what the tool says. The scope is asked for by what it calls.
    pub(super) async fn call(self, caller: &TenantByKey, app: &AppState, arguments: JsonObject) -> Outcome {
        let app = || State(app.clone());
        match self {
            Self::GetStatus => {
                let GetStatus {} = of_value(arguments)?;
                told(status::status(caller.scoped()?, app()).await).map(Told::own)
            }
            Self::ListChats => {
                let ListChats { search, show, label_id, cursor, limit } = of_value(arguments)?;
                let limit = page(limit)?;
                let filter = ChatFilter { search, show, label_id, cursor, limit, ..ChatFilter::default() };
                told(chats::list_chats(caller.scoped()?, app(), Params(filter)).await?).map(Told::by_others)
            }
            Self::ReadMessages => {
                let ReadMessages { chat_id, cursor, newer, around, limit } = of_value(arguments)?;
                let range = MessageRange { cursor, newer, around, limit: page(limit)? };
                let chat = InChat(chat(&chat_id)?);
                told(messages::list_messages(caller.scoped()?, app(), chat, Params(range)).await?).map(Told::by_others)
            }
            Self::SearchMessages => {
                let SearchMessages { search, writer, chat_id, since, until, kind, cursor, limit } =
                    of_value(arguments)?;
                let limit = page(limit)?;
                let filter = MessageFilter { search, writer, chat_id, since, until, kind, cursor, limit };
                told(search::search_messages(caller.scoped()?, app(), Params(filter)).await?).map(Told::by_others)
            }
            Self::ListContacts => {
                let ListContacts { search, cursor, limit } = of_value(arguments)?;
                let filter = ContactFilter { search, cursor, limit: page(limit)?, offset: None };
                told(contacts::list::list_contacts(caller.scoped()?, app(), Params(filter)).await?).map(Told::by_others)
            }
            Self::GetContact => {
                let GetContact { contact_id } = of_value(arguments)?;
                let named = Path((String::new(), contact_id));
                told(contacts::show::show_contact(caller.scoped()?, app(), named).await?).map(Told::by_others)
            }
            Self::SendText => {
                let SendText { chat_id, to, text, quote, idempotency_key } = of_value(arguments)?;
                let parts = Parts { text: Some(text), message: None, quote, mentions: Vec::new(), send_at: None };
                hand_over(caller, &app(), (chat_id, to), parts, idempotency_key).await
            }
            Self::SendMedia => {
                let SendMedia { chat_id, to, media_id, as_kind, caption, file_name, quote, idempotency_key } =
                    of_value(arguments)?;
                let file = DraftBody::Media { media_id, as_kind, caption, file_name, view_once: false, album: None };
                let parts = Parts { text: None, message: Some(file), quote, mentions: Vec::new(), send_at: None };
                hand_over(caller, &app(), (chat_id, to), parts, idempotency_key).await
            }
            Self::MarkRead => {
                let MarkRead { chat_id } = of_value(arguments)?;
                read::mark_read(caller.scoped()?, app(), InChat(chat(&chat_id)?)).await?;
                Ok(Told::own(json!({ "chatId": chat_id, "isRead": true })))
            }
        }
    }
}

/// Hands something over for sending, as `POST …/send` and `POST …/chats/{chatId}/send` do.
async fn hand_over(
    caller: &TenantByKey,
    app: &AppState,
    (chat_id, to): (Option<String>, Option<String>),
    parts: Parts,
    idempotency_key: Option<String>,
) -> Outcome {
    let ctx = caller.scoped::<Send>()?;
    let to = match (chat_id, to) {
        (Some(id), None) => Destination::Chat(chat(&id)?),
        (None, Some(to)) => destination(&to).map_err(|error| Problem::invalid(vec![error]))?,
        (Some(_), Some(_)) => return Err(wrong("to", "invalid", "Either chatId or to, not both.")),
        (None, None) => return Err(wrong("to", "missing", "Where does it go? Say chatId or to.")),
    };
    let draft = ReadDraft::read(parts).map_err(Problem::invalid)?;
    let key = idempotency_key.map(|key| IdempotencyKey::read("idempotencyKey", &key)).transpose()?;
    let key = key.and_then(|IdempotencyKey(key)| key);
    let (_, sent) = send::answer(app, ctx.tenant(), SentBy::Agent, to, draft, key).await;
    told(sent?.1).map(Told::own)
}

fn page(asked: Option<u32>) -> Result<Option<u32>, Problem> {
    page_size(asked, USUAL_PAGE, LARGEST_PAGE)?;
    Ok(asked.or(Some(USUAL_PAGE)))
}

fn chat(id: &str) -> Result<ChatId, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

fn wrong(field: &str, code: &'static str, detail: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, code, detail)])
}

fn told(Json(shape): Json<impl Serialize>) -> Result<Value, Problem> {
    serde_json::to_value(shape).map_err(|error| Problem::internal(&error))
}

/// The JSON schema of what a tool takes.
fn schema<T: PartialSchema>() -> Arc<JsonObject> {
    match serde_json::to_value(T::schema()).expect("a schema is plain JSON") {
        Value::Object(schema) => Arc::new(schema),
        other => unreachable!("arguments are an object, and not {other}"),
    }
}
