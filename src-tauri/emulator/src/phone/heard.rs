//! A message in the clear, as it came.

use waproto::whatsapp::Message;

use super::content::Reply;
use crate::network::{ChatId, Number};

/// A message in the clear, before it becomes a line or changes one.
pub(super) struct Heard<'a> {
    /// The chat as this phone lists it.
    pub(super) chat: &'a ChatId,
    pub(super) sender: &'a Number,
    pub(super) id: &'a str,
    pub(super) at_ms: u64,
    pub(super) as_lid: bool,
    pub(super) message: &'a Message,
}

impl Heard<'_> {
    /// As what it votes on or answers remembers it.
    pub(super) fn as_reply(&self) -> Reply {
        Reply { id: self.id.to_owned(), at_ms: self.at_ms, guests: 0 }
    }
}
