//! Words and rules of Portaria, without I/O.
//!
//! Every other room speaks these types; nothing here opens a file, a socket or a clock.
//! Deliberately absent: HTTP and JSON shapes (`server` has its own), SQL, anything of the
//! WhatsApp library. The `serde` derives name the values that rooms store or pass on.

mod account_change;
mod activity;
mod attendant;
mod automatic;
mod business_hours;
mod chat;
mod chat_kind;
mod contact;
mod earlier_account;
mod erasure;
mod event;
mod export;
mod group;
mod history;
mod id;
mod jid;
mod label;
mod language;
mod link;
mod media_policy;
mod message;
mod network;
mod note;
mod phone;
mod preferences;
mod profile;
mod provider;
mod quick_reply;
mod refusal;
mod secret;
mod status;
mod tenant;
mod time;
mod visible;
mod webhook;
mod webhook_state;

pub use account_change::AccountChange;
pub use activity::Activity;
pub use attendant::Attendant;
pub use automatic::{
    ANSWERED_WITHIN_MS, Asked, AutomaticKind, AutomaticMessages, AwayMessage, AwayWhen, GreetingMessage,
    LONGEST_AGAIN_H, Recipients,
};
pub use business_hours::{
    BusinessHours, CalendarDate, InvalidBusinessHours, InvalidClockTime, OpenNow, OpenSpan, OpenTime, TimeOfDay,
    TimeZone, Weekday,
};
pub use chat::{AlbumSoFar, Chat, ChatChange, GroupFacts, GroupInfo, NameSource, Participant, Role};
pub use chat_kind::ChatKind;
pub use contact::{BlockedParty, Contact, Exchanged, LetterCount};
pub use earlier_account::{EarlierAccount, EarlierChats};
pub use erasure::{Erasure, ErasureCounts, ErasureState};
pub use event::{Event, EventBody};
pub use export::{EXPORT_KEPT_MS, Export, ExportCounts, ExportFailure, ExportState};
pub use group::{
    GroupChange, JoinRequest, LONGEST_DESCRIPTION, LONGEST_SUBJECT, MemberChange, MemberOutcome, MemberResult,
    PersonalInvitation,
};
pub use history::{
    HistoryBlob, HistoryChat, HistoryMessage, HistoryNotice, HistoryPart, HistoryPolicy, HistoryProgress,
};
pub use id::{
    AccountId, ApiKeyId, AttendantId, ChatId, ContactId, ContactImportId, DeliveryId, ErasureId, EventNumber, ExportId,
    InvalidId, LoginId, MediaId, MessageId, NoteId, NumberCheckId, PublicId, QuickReplyId, TenantId, WebhookId,
};
pub use jid::{Address, InvalidJid, Jid, Server};
pub use label::Label;
pub use language::{InvalidLanguage, Language};
pub use link::{Link, LinkState};
pub use media_policy::{MediaChoice, MediaPolicy};
pub use message::{
    Album, Answer, Attendance, Call, CallOutcome, Card, Choice, ChoiceAction, Choices, ChoicesKind, Chosen, Content,
    Context, Deletion, Delivered, Draft, DraftContent, Edit, FailureReason, GroupInvitation, HoldReason, LONGEST_TEXT,
    LinkPreview, Mark, MarkKind, Marks, Media, MediaFailure, MediaFile, MediaKind, MediaState, Message, MessageKey,
    MessageReceipt, MessageStatus, Occasion, Order, Original, Payment, PaymentKind, Pin, Place, Poll, PollOption,
    Product, Quote, Raw, RawFormat, Reaction, Receipt, Received, Referral, SentBy, SystemLine, Text, Vote, apply,
};
pub use network::{InvalidNetwork, Network};
pub use note::{Author, Note};
pub use phone::{InvalidPhone, PhoneNumber};
pub use preferences::{Audience, Preferences, Privacy, PrivacyChange};
pub use profile::Profile;
pub use provider::{FirstRun, InvalidFirstRun, InvalidProviderName, ProviderName};
pub use quick_reply::QuickReply;
pub use refusal::{ChangedThing, Refusal};
pub use secret::Secret;
pub use status::{Action, Cause, Fact, Next, SessionState, SessionStatus};
pub use tenant::{Account, Desired, InvalidTenantName, Tenant, TenantName};
pub use time::{Clock, UnixMs};
pub use visible::{deceives, is_blank, is_invisible, trim_unseen, without_deception};
pub use webhook::{
    AfterAttempt, Attempt, AttemptFailure, DeliveryFailure, DeliveryState, EventFilter, LARGEST_INLINE_MEDIA_BYTES,
    LONGEST_WEBHOOK_WAIT_MS, MOST_WEBHOOKS, Tries, UnknownEvent, WEBHOOK_PATIENCE_MS, Webhook, WebhookHeader,
    WebhookSecrets,
};
pub use webhook_state::{DisabledReason, WebhookState};
