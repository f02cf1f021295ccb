//! People, `/api/whatsapp/{tenantId}/contacts`: one endpoint a file.

mod card;
pub(crate) mod check;
pub(crate) mod export;
mod filed;
pub(crate) mod import;
pub(crate) mod letters;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod table;
