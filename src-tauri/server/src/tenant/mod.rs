//! One tenant's plane, `/api/whatsapp/{tenantId}`: one endpoint a file.

pub(crate) mod chat;
pub(crate) mod chat_send;
pub(crate) mod chats;
pub(crate) mod events;
mod idempotency;
pub(crate) mod leave;
pub(crate) mod logout;
pub(crate) mod messages;
pub(crate) mod pair_code;
mod path;
pub(crate) mod portal;
pub(crate) mod qr;
pub(crate) mod read;
pub(crate) mod send;
pub(crate) mod socket_ticket;
pub(crate) mod start;
pub(crate) mod status;
pub(crate) mod stop;
pub(crate) mod typing;

pub(crate) use idempotency::IdempotencyKey;
pub(crate) use path::InChat;
