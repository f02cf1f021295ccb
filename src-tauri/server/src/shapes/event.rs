//! Events.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::message::{FailureWord, MessageStatusWord};
use super::status::words;
use super::{
    AttendantShape, AutomaticMessagesShape, BusinessHoursShape, ChatShape, EarlierAccountShape, ExportShape,
    LabelShape, MessageShape, NoteShape, PreferencesShape, QuickReplyShape, SessionShape,
};

/// One fact of one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Event)]
pub(crate) struct EventShape {
    /// Its place in the tenant's row of events: 1, 2, 3, without gaps.
    pub number: u64,
    /// When it happened, in UTC milliseconds.
    pub at_ms: i64,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBodyShape,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", content = "data")]
#[schema(as = EventBody)]
pub(crate) enum EventBodyShape {
    /// The session's status changed.
    #[serde(rename = "session.status_changed")]
    StatusChanged(SessionShape),
    /// A message of somebody else arrived.
    #[serde(rename = "message.received")]
    MessageReceived(MessageNews),
    /// A message of this account was stored: sent here, or seen from another of its devices.
    #[serde(rename = "message.created")]
    MessageCreated(MessageNews),
    /// A message says something else now, or something was said about it.
    #[serde(rename = "message.updated")]
    MessageUpdated(MessageNews),
    /// A message came further, or failed.
    #[serde(rename = "message.status_changed")]
    MessageStatusChanged(MessageStatusChange),
    /// A chat is new, or something of it changed: its name, its unread messages, where it stands.
    #[serde(rename = "chat.updated")]
    ChatUpdated(Box<ChatShape>),
    /// A chat is gone: deleted, or one with another that proved to be the same party's.
    #[serde(rename = "chat.removed")]
    ChatRemoved(RemovedChat),
    /// The account has other labels, or they are called otherwise.
    #[serde(rename = "labels.changed")]
    LabelsChanged(LabelList),
    /// A note on a chat is new, or says something else.
    #[serde(rename = "note.updated")]
    NoteUpdated(NoteShape),
    /// A note is gone.
    #[serde(rename = "note.removed")]
    NoteRemoved(NoteRef),
    /// Others answer for the tenant, or they are called otherwise, also where they wrote notes. The chats of who is gone are
    /// nobody's, without an event of their own.
    #[serde(rename = "attendants.changed")]
    AttendantsChanged(AttendantNames),
    /// A quick reply is new, or says something else.
    #[serde(rename = "quick_reply.updated")]
    QuickReplyUpdated(QuickReplyShape),
    /// A quick reply is gone.
    #[serde(rename = "quick_reply.removed")]
    QuickReplyRemoved(QuickReplyRef),
    /// The tenant chose otherwise about being seen, here or on another device.
    #[serde(rename = "preferences.changed")]
    PreferencesChanged(PreferencesShape),
    /// The tenant answers at other hours, or has none any more.
    #[serde(rename = "business_hours.changed")]
    BusinessHoursChanged(OwnHours),
    /// Something else is sent without anybody.
    #[serde(rename = "automatic_messages.changed")]
    AutomaticMessagesChanged(AutomaticMessagesShape),
    /// Everything of a person was erased: their conversation is gone, as another event says; read again what shows people.
    #[serde(rename = "contact.erased")]
    ContactErased(ErasedContact),
    /// An export was asked for, is ready, was given up, or its archive is gone.
    #[serde(rename = "export.updated")]
    ExportUpdated(ExportShape),
    /// An export was taken away: it is in no list any more.
    #[serde(rename = "export.removed")]
    ExportRemoved(ExportRef),
    /// A webhook is told nothing any more, until somebody resumes it.
    #[serde(rename = "webhook.disabled")]
    WebhookDisabled(DisabledWebhook),
    /// WhatsApp refused what was changed here about the account. It is again as it was, as other events say.
    #[serde(rename = "change.refused")]
    ChangeRefused(RefusedChange),
    /// A part of the phone's history was stored: read the chats again.
    #[serde(rename = "history.stored")]
    HistoryStored(HistoryCount),
    /// What becomes of the chats of a number that was linked before: the tenant is asked, or somebody decided, or more of
    /// them went on. Read the chats again.
    #[serde(rename = "earlier_account.updated")]
    EarlierAccountUpdated(EarlierAccountShape),
}

/// A message and its chat, both as they are after what happened: put them in place of what is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageNews {
    /// The message.
    pub message: Box<MessageShape>,
    /// Its chat.
    pub chat: Box<ChatShape>,
}

impl MessageNews {
    fn new(message: domain::Message, chat: domain::Chat) -> Self {
        Self { message: Box::new(message.into()), chat: Box::new(chat.into()) }
    }
}

/// How far a message has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageStatusChange {
    /// The chat.
    pub chat_id: String,
    /// The message.
    pub id: String,
    /// How far it has come.
    pub status: MessageStatusWord,
    /// Why it failed, when it did.
    #[schema(required)]
    pub failure: Option<FailureWord>,
    /// The caller's own key, where it was sent from here with one.
    #[schema(required)]
    pub client_key: Option<String>,
}

/// Which chat is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemovedChat {
    /// The chat.
    pub chat_id: String,
    /// The chat that it became, with all of its messages; null where it was deleted.
    #[schema(required)]
    pub merged_into: Option<String>,
}

/// Every label of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LabelList {
    /// The labels.
    pub labels: Vec<LabelShape>,
}

/// Which note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoteRef {
    /// The chat that it was about.
    pub chat_id: String,
    /// The note.
    pub note_id: String,
}

/// Everybody who answers for the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AttendantNames {
    /// The attendants, by their names.
    pub attendants: Vec<AttendantShape>,
}

/// When the tenant answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct OwnHours {
    /// The hours; null where there are none.
    #[schema(required)]
    pub hours: Option<BusinessHoursShape>,
}

/// Who was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErasedContact {
    /// The erasure, whose proof says how much.
    pub erasure_id: String,
    /// Who it was; there is no such person any more.
    pub contact_id: String,
}

/// Which export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportRef {
    /// The export.
    pub export_id: String,
}

/// Which webhook was disabled, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DisabledWebhook {
    /// The webhook.
    pub webhook_id: String,
    /// Why.
    pub reason: DisabledReasonWord,
}

/// Which quick reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuickReplyRef {
    /// The quick reply.
    pub quick_reply_id: String,
}

words!(
    /// Why a webhook was disabled: its receiver answered 410, failed for five days, or it was paused for five days.
    DisabledReasonWord of domain::DisabledReason { Gone, Failing, PausedTooLong }
);

words!(
    /// What was changed: of a chat, or a star, a message deleted for this account alone, a block, a name in the address
    /// book, a label, or a label on a chat.
    ChangedThingWord of domain::ChangedThing {
        Archived, Pinned, Muted, MarkedUnread, Disappearing, Cleared, Deleted, Star, DeletedForMe, Block, BookName,
        Label, LabelOnChat,
    }
);

/// Why WhatsApp refused something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Refusal)]
#[allow(missing_docs, reason = "the domain documents its words")]
pub(crate) enum RefusalWord {
    NotAnAdmin,
    NotInGroup,
    GroupGone,
    GroupFull,
    NotOnWhatsapp,
    TooOften,
    Restricted,
    Other,
}

/// What WhatsApp refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefusedChange {
    /// What was changed.
    pub thing: ChangedThingWord,
    /// The chat that it was about; null where it was about none.
    #[schema(required)]
    pub chat_id: Option<String>,
    /// Why.
    pub why: RefusalWord,
    /// WhatsApp's code, where the reason is another one than these.
    #[schema(required)]
    pub code: Option<u16>,
}

impl RefusedChange {
    fn new(thing: domain::ChangedThing, chat: Option<domain::ChatId>, why: domain::Refusal) -> Self {
        let (why, code) = match why {
            domain::Refusal::NotAnAdmin => (RefusalWord::NotAnAdmin, None),
            domain::Refusal::NotInGroup => (RefusalWord::NotInGroup, None),
            domain::Refusal::GroupGone => (RefusalWord::GroupGone, None),
            domain::Refusal::GroupFull => (RefusalWord::GroupFull, None),
            domain::Refusal::NotOnWhatsapp => (RefusalWord::NotOnWhatsapp, None),
            domain::Refusal::TooOften => (RefusalWord::TooOften, None),
            domain::Refusal::Restricted => (RefusalWord::Restricted, None),
            domain::Refusal::Other(code) => (RefusalWord::Other, Some(code)),
        };
        Self { thing: thing.into(), chat_id: chat.map(|chat| chat.to_string()), why, code }
    }
}

/// How much history was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryCount {
    /// How many chats the part held.
    pub chats: u32,
    /// How many messages of it were new.
    pub messages: u32,
    /// How many messages of the past were kept since the phone was paired.
    pub messages_so_far: u64,
}

impl From<domain::Event> for EventShape {
    fn from(event: domain::Event) -> Self {
        Self { number: event.number, at_ms: event.at.0, body: event.body.into() }
    }
}

impl From<domain::EventBody> for EventBodyShape {
    fn from(body: domain::EventBody) -> Self {
        use domain::EventBody as Body;
        match body {
            Body::StatusChanged(status) => Self::StatusChanged(status.into()),
            Body::MessageReceived { message, chat } => Self::MessageReceived(MessageNews::new(*message, *chat)),
            Body::MessageCreated { message, chat } => Self::MessageCreated(MessageNews::new(*message, *chat)),
            Body::MessageUpdated { message, chat } => Self::MessageUpdated(MessageNews::new(*message, *chat)),
            Body::MessageStatusChanged { chat, id, status, failure, client_key } => {
                Self::MessageStatusChanged(MessageStatusChange {
                    chat_id: chat.to_string(),
                    id: id.to_string(),
                    status: status.into(),
                    failure: failure.map(Into::into),
                    client_key,
                })
            }
            Body::ChatUpdated(chat) => Self::ChatUpdated(Box::new((*chat).into())),
            Body::ChatRemoved { chat, merged_into } => Self::ChatRemoved(RemovedChat {
                chat_id: chat.to_string(),
                merged_into: merged_into.map(|into| into.to_string()),
            }),
            Body::LabelsChanged(labels) => {
                Self::LabelsChanged(LabelList { labels: labels.into_iter().map(Into::into).collect() })
            }
            Body::NoteUpdated(note) => Self::NoteUpdated(note.into()),
            Body::NoteRemoved { chat, note } => {
                Self::NoteRemoved(NoteRef { chat_id: chat.to_string(), note_id: note.to_string() })
            }
            Body::AttendantsChanged(all) => {
                Self::AttendantsChanged(AttendantNames { attendants: all.into_iter().map(Into::into).collect() })
            }
            Body::QuickReplyUpdated(reply) => Self::QuickReplyUpdated(reply.into()),
            Body::QuickReplyRemoved(id) => Self::QuickReplyRemoved(QuickReplyRef { quick_reply_id: id.to_string() }),
            Body::PreferencesChanged(chosen) => Self::PreferencesChanged(chosen.into()),
            Body::BusinessHoursChanged(hours) => {
                Self::BusinessHoursChanged(OwnHours { hours: hours.map(|hours| (*hours).into()) })
            }
            Body::AutomaticMessagesChanged(messages) => Self::AutomaticMessagesChanged((*messages).into()),
            Body::ContactErased { erasure, contact } => {
                Self::ContactErased(ErasedContact { erasure_id: erasure.to_string(), contact_id: contact.to_string() })
            }
            Body::ExportUpdated(export) => Self::ExportUpdated(export.into()),
            Body::ExportRemoved(id) => Self::ExportRemoved(ExportRef { export_id: id.to_string() }),
            Body::WebhookDisabled { webhook, reason } => {
                Self::WebhookDisabled(DisabledWebhook { webhook_id: webhook.to_string(), reason: reason.into() })
            }
            Body::ChangeRefused { thing, chat, why } => Self::ChangeRefused(RefusedChange::new(thing, chat, why)),
            Body::HistoryStored { chats, messages, messages_so_far } => {
                Self::HistoryStored(HistoryCount { chats, messages, messages_so_far })
            }
            Body::EarlierAccountUpdated(account) => Self::EarlierAccountUpdated(account.into()),
        }
    }
}

/// Events in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventPage {
    /// The events after the number that was asked for.
    pub items: Vec<EventShape>,
    /// Events after the number that was asked for are gone: read everything again, and go on after `lastNumber`.
    pub resync: bool,
    /// The newest event there is; ask again while the last item lies before it.
    pub last_number: u64,
}
