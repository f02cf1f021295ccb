//! Words and rules of Portaria, without I/O.
//!
//! Every other room speaks these types; nothing here opens a file, a socket or a clock.
//! Deliberately absent: HTTP and JSON shapes (`server` has its own), SQL, anything of the
//! WhatsApp library. The `serde` derives name the values that rooms store or pass on.

mod chat;
mod event;
mod id;
mod jid;
mod link;
mod message;
mod phone;
mod secret;
mod status;
mod tenant;
mod time;
mod visible;

pub use chat::{Chat, ChatKind};
pub use event::{Event, EventBody, EventNumber};
pub use id::{ApiKeyId, ChatId, InvalidId, LoginId, MessageId, PublicId, TenantId};
pub use jid::{Address, InvalidJid, Jid, Server};
pub use link::{Link, LinkState};
pub use message::{Content, FailureReason, Message, MessageStatus};
pub use phone::{InvalidPhone, PhoneNumber};
pub use secret::Secret;
pub use status::{Action, Cause, Fact, Next, SessionStatus, Status};
pub use tenant::{Account, Desired, InvalidTenantName, Tenant, TenantName};
pub use time::{Clock, UnixMs};
pub use visible::{is_blank, is_invisible, trim_unseen};
