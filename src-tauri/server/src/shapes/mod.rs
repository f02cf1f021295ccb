//! The JSON that goes out: one shape for each word of the domain, and nothing that the domain does not know.

mod access;
mod api_key;
mod chat;
mod content;
mod context;
mod domain;
mod event;
mod found;
mod label;
mod link;
mod marks;
mod media;
mod message;
mod outbox;
mod party;
mod qr;
mod settings;
mod status;
mod tenant;

pub(crate) use access::{AccessShape, LinkByWord, TunnelProgramWord};
pub(crate) use api_key::{ApiKeyShape, NewKeyShape};
pub(crate) use chat::{ActivityWord, ChatPage, ChatShape};
pub(crate) use content::{AttendanceWord, MediaKindWord};
pub(crate) use domain::CertificateCauseWord;
pub(crate) use event::{EventPage, EventShape};
pub(crate) use found::FoundPageShape;
pub(crate) use label::LabelShape;
pub(crate) use link::{LinkAddress, LinkShape, Reach};
pub(crate) use media::{MediaFileShape, SignedUrl, UploadProgress, UploadShape};
pub(crate) use message::{MessagePage, MessageShape};
pub(crate) use outbox::{CancelledShape, OutboxPage, ParticipantShape, ReceiptShape};
pub(crate) use party::{AccountShape, PartyShape};
pub(crate) use qr::QrShape;
pub(crate) use settings::{FirstRunWord, LanguageWord, SettingsShape};
pub(crate) use status::{SessionShape, SessionStatusWord};
pub(crate) use tenant::TenantShape;
