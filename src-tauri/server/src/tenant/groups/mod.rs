//! Groups, `/api/whatsapp/{tenantId}/groups` and below their chats: each is done at once, or not at all.

mod people;

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod join_requests;
pub(crate) mod leave;
pub(crate) mod linked;
pub(crate) mod members;
pub(crate) mod picture;
