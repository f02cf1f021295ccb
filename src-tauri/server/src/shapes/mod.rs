//! The JSON that goes out: one shape for each word of the domain, and nothing that the domain does not know.

mod access;
mod api_key;
mod automatic;
mod business_hours;
mod chat;
mod contact;
mod content;
mod context;
mod domain;
mod erasure;
mod event;
mod export;
mod found;
mod label;
mod link;
mod marks;
mod media;
mod member;
mod message;
mod note;
mod outbox;
mod party;
mod passkey;
mod preferences;
mod qr;
mod quick_reply;
mod settings;
mod statistics;
mod status;
mod tenant;
mod update;
mod webhook;

pub(crate) use access::{AccessShape, LinkByWord, TunnelProgramWord};
pub(crate) use api_key::{ApiKeyShape, NewKeyShape};
pub(crate) use automatic::{AutomaticMessagesShape, AwayWhenWord, RecipientsWord};
pub(crate) use business_hours::{BusinessHoursNowShape, BusinessHoursShape};
pub(crate) use chat::{ActivityWord, ChatPage, ChatShape};
pub(crate) use contact::{BlockedShape, ContactDetails, ContactIndex, ContactPage, ContactShape};
pub(crate) use content::{AttendanceWord, MediaKindWord};
pub(crate) use domain::CertificateCauseWord;
pub(crate) use erasure::ErasureShape;
pub(crate) use event::{EventPage, EventShape};
pub(crate) use export::{ExportPage, ExportShape};
pub(crate) use found::FoundPageShape;
pub(crate) use label::LabelShape;
pub(crate) use link::{LinkAddress, LinkShape, Reach};
pub(crate) use media::{MediaFileShape, SignedUrl, UploadProgress, UploadShape};
pub(crate) use member::MemberOutcomeShape;
pub(crate) use message::{MessagePage, MessageShape};
pub(crate) use note::{AttendantShape, LookerShape, NoteShape};
pub(crate) use outbox::{CancelledShape, OutboxPage, ParticipantShape, ReceiptShape};
pub(crate) use party::{AccountShape, PartyShape};
pub(crate) use passkey::PasskeyShape;
pub(crate) use preferences::{AudienceWord, PreferencesShape};
pub(crate) use qr::QrShape;
pub(crate) use quick_reply::QuickReplyShape;
pub(crate) use settings::{FirstRunWord, LanguageWord, SettingsShape};
pub(crate) use statistics::StatisticsShape;
pub(crate) use status::{SessionShape, SessionStatusWord};
pub(crate) use tenant::TenantShape;
pub(crate) use update::{UpdateChoiceShape, UpdateShape};
pub(crate) use webhook::{
    AttemptShape, DeliveryDetails, DeliveryPage, DeliveryStateWord, SentAgainShape, WebhookEvent, WebhookMedia,
    WebhookOverviewShape, WebhookShape, WebhookTest, WebhookWithSecret,
};
