//! Groups, `/api/whatsapp/{tenantId}/groups` and below their chats: each is asked of WhatsApp at
//! once; nothing waits for a connection.

mod people;

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod join_requests;
pub(crate) mod leave;
pub(crate) mod linked;
pub(crate) mod members;
pub(crate) mod picture;
