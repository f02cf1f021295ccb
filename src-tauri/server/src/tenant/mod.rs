//! One tenant's plane, `/api/whatsapp/{tenantId}`: one endpoint a file.

pub(crate) mod chat;
pub(crate) mod chat_block;
pub(crate) mod chat_clear;
pub(crate) mod chat_labels;
pub(crate) mod chat_send;
pub(crate) mod chat_settings;
pub(crate) mod chats;
mod destination;
pub(crate) mod draft;
pub(crate) mod events;
mod idempotency;
pub(crate) mod labels;
pub(crate) mod leave;
pub(crate) mod logout;
pub(crate) mod media;
pub(crate) mod messages;
pub(crate) mod outbox;
pub(crate) mod outbox_cancel;
pub(crate) mod outbox_cancel_many;
pub(crate) mod outbox_send_again;
pub(crate) mod pair_code;
pub(crate) mod participants;
mod path;
pub(crate) mod portal;
pub(crate) mod qr;
pub(crate) mod read;
pub(crate) mod receipts;
pub(crate) mod send;
pub(crate) mod socket_ticket;
pub(crate) mod start;
pub(crate) mod status;
pub(crate) mod stop;
pub(crate) mod thumbnail;
pub(crate) mod typing;

pub(crate) use idempotency::IdempotencyKey;
pub(crate) use path::{InChat, OfMessage};
