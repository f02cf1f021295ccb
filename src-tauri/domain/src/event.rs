//! Facts of one tenant, in the past tense.

use crate::{
    Attendant, AutomaticMessages, BusinessHours, ChangedThing, Chat, ChatId, ContactId, DisabledReason, EarlierAccount,
    ErasureId, EventNumber, Export, ExportId, FailureReason, Label, Message, MessageId, MessageStatus, Note, NoteId,
    Preferences, QuickReply, QuickReplyId, Refusal, SessionState, UnixMs, WebhookId,
};

/// One fact of one tenant, with the state after it: a reader puts it in place of what it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the tenant's row of events.
    pub number: EventNumber,
    /// When it happened.
    pub at: UnixMs,
    /// What happened.
    pub body: EventBody,
}

/// What happened. Who reads an old event finds the message and the chat as they are by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventBody {
    /// The session's status changed.
    StatusChanged(SessionState),
    /// A message of somebody else arrived.
    MessageReceived {
        /// The message.
        message: Box<Message>,
        /// Its chat, with the message counted.
        chat: Box<Chat>,
    },
    /// A message of this account was stored: queued here, or seen from another of its devices.
    MessageCreated {
        /// The message.
        message: Box<Message>,
        /// Its chat.
        chat: Box<Chat>,
    },
    /// A message says something else now, or something was said about it.
    MessageUpdated {
        /// The message.
        message: Box<Message>,
        /// Its chat.
        chat: Box<Chat>,
    },
    /// A message came further, or failed.
    MessageStatusChanged {
        /// The conversation.
        chat: ChatId,
        /// The message.
        id: MessageId,
        /// How far it has come.
        status: MessageStatus,
        /// Why it failed, when it did.
        failure: Option<FailureReason>,
        /// The caller's own key, where it was sent from here with one.
        client_key: Option<String>,
    },
    /// A chat is new, or something of it changed: its name, its unread messages, where it stands.
    ChatUpdated(Box<Chat>),
    /// A chat is gone: deleted, or one with another that proved to be the same party's.
    ChatRemoved {
        /// The chat that is gone.
        chat: ChatId,
        /// The chat that it became, where it was not deleted.
        merged_into: Option<ChatId>,
    },
    /// The account has other labels, or they are called otherwise: these are all of them.
    LabelsChanged(Vec<Label>),
    /// A note on a chat is new, or says something else.
    NoteUpdated(Note),
    /// A note is gone.
    NoteRemoved {
        /// The chat that it was about.
        chat: ChatId,
        /// The note.
        note: NoteId,
    },
    /// Others answer for the tenant, or they are called otherwise: these are all of them. The chats of who is gone are
    /// nobody's.
    AttendantsChanged(Vec<Attendant>),
    /// A quick reply is new, or says something else.
    QuickReplyUpdated(QuickReply),
    /// A quick reply is gone.
    QuickReplyRemoved(QuickReplyId),
    /// The tenant chose otherwise about being seen, here or on another device.
    PreferencesChanged(Preferences),
    /// The tenant answers at other hours, or has none any more.
    BusinessHoursChanged(Option<Box<BusinessHours>>),
    /// Something else is sent without anybody.
    AutomaticMessagesChanged(Box<AutomaticMessages>),
    /// Everything of a person was erased.
    ContactErased {
        /// Which erasure; its proof says how much.
        erasure: ErasureId,
        /// Who it was; there is no such person any more.
        contact: ContactId,
    },
    /// An export was asked for, is there, was given up, or its archive is gone.
    ExportUpdated(Export),
    /// An export was taken away: it is in no list any more.
    ExportRemoved(ExportId),
    /// A webhook is told nothing any more, until somebody resumes it.
    WebhookDisabled {
        /// Which.
        webhook: WebhookId,
        /// Why.
        reason: DisabledReason,
    },
    /// WhatsApp refused what was changed here about the account: it is again as it was.
    ChangeRefused {
        /// What.
        thing: ChangedThing,
        /// The chat that it was about, if it was about one.
        chat: Option<ChatId>,
        /// Why.
        why: Refusal,
    },
    /// A part of the phone's history was stored: read the chats again.
    HistoryStored {
        /// How many chats the part held.
        chats: u32,
        /// How many messages of it were new.
        messages: u32,
        /// How many messages of the past were kept since the phone was paired.
        messages_so_far: u64,
    },
    /// What becomes of the chats of a number that was linked before: the tenant is asked, or somebody decided, or more of
    /// them went on. Read the chats again.
    EarlierAccountUpdated(EarlierAccount),
}

impl EventBody {
    /// The chat that it is about, where it is about one.
    pub const fn chat(&self) -> Option<ChatId> {
        match self {
            Self::MessageReceived { chat, .. }
            | Self::MessageCreated { chat, .. }
            | Self::MessageUpdated { chat, .. }
            | Self::ChatUpdated(chat) => Some(chat.id),
            Self::NoteUpdated(note) => Some(note.chat),
            Self::MessageStatusChanged { chat, .. }
            | Self::ChatRemoved { chat, .. }
            | Self::NoteRemoved { chat, .. } => Some(*chat),
            Self::ChangeRefused { chat, .. } => *chat,
            Self::StatusChanged(_)
            | Self::LabelsChanged(_)
            | Self::AttendantsChanged(_)
            | Self::QuickReplyUpdated(_)
            | Self::QuickReplyRemoved(_)
            | Self::PreferencesChanged(_)
            | Self::BusinessHoursChanged(_)
            | Self::AutomaticMessagesChanged(_)
            | Self::ContactErased { .. }
            | Self::ExportUpdated(_)
            | Self::ExportRemoved(_)
            | Self::WebhookDisabled { .. }
            | Self::HistoryStored { .. }
            | Self::EarlierAccountUpdated(_) => None,
        }
    }
}

/// Names events: in one list, so that none has a name that nobody can ask for.
macro_rules! names {
    ($($variant:ident => $name:literal,)*) => {
        impl EventBody {
            /// The names of all events.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The event's name, as subscribers filter it.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)*
                }
            }
        }
    };
}

names! {
    StatusChanged => "session.status_changed",
    MessageReceived => "message.received",
    MessageCreated => "message.created",
    MessageUpdated => "message.updated",
    MessageStatusChanged => "message.status_changed",
    ChatUpdated => "chat.updated",
    ChatRemoved => "chat.removed",
    LabelsChanged => "labels.changed",
    NoteUpdated => "note.updated",
    NoteRemoved => "note.removed",
    AttendantsChanged => "attendants.changed",
    QuickReplyUpdated => "quick_reply.updated",
    QuickReplyRemoved => "quick_reply.removed",
    PreferencesChanged => "preferences.changed",
    BusinessHoursChanged => "business_hours.changed",
    AutomaticMessagesChanged => "automatic_messages.changed",
    ContactErased => "contact.erased",
    ExportUpdated => "export.updated",
    ExportRemoved => "export.removed",
    WebhookDisabled => "webhook.disabled",
    ChangeRefused => "change.refused",
    HistoryStored => "history.stored",
    EarlierAccountUpdated => "earlier_account.updated",
}
