//! A message in the clear becomes a line of a chat, or changes one.

use waproto::whatsapp::Message;

use super::changes;
use super::chats::PhoneMessage;
use super::content::{Kind, Reply};
use crate::messages::ReceiptState;
use crate::network::{ChatId, Number, World};

/// A status is gone after a day.
const STATUS_MS: u64 = 86_400_000;

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
        Reply { id: self.id.to_owned(), at_ms: self.at_ms }
    }
}

/// What came of a message that makes a line.
pub(super) struct Line {
    /// It was not there before.
    pub(super) new: bool,
    pub(super) text: String,
}

/// Writes the line, or counts one more arrival of a line already there; `None` if it is nothing to show.
pub(super) fn write_down(world: &mut World, owner: &Number, heard: &Heard<'_>, deliveries: u32) -> Option<Line> {
    let mut line = PhoneMessage::new(heard.id, heard.sender, heard.message, heard.at_ms);
    if line.content.kind == Kind::Silent {
        changes::apply(world, owner, heard);
        return None;
    }
    let account = world.accounts.get_mut(owner)?;
    if let Some(known) = account.handset.message_mut(heard.chat, heard.id) {
        known.deliveries += deliveries;
        return Some(Line { new: false, text: known.text.clone() });
    }
    line.from_me = heard.sender == owner;
    line.deliveries = deliveries;
    line.receipt = if line.from_me { ReceiptState::Sent } else { ReceiptState::Delivered };
    line.as_lid = heard.as_lid;
    if *heard.chat == ChatId::Status {
        line.content.expires_at_ms.get_or_insert(heard.at_ms + STATUS_MS);
    }
    let (text, expires_at_ms) = (line.text.clone(), line.content.expires_at_ms);
    let chat = account.handset.chat_mut(heard.chat);
    if !line.from_me {
        chat.still(heard.sender);
        chat.unread += 1;
    }
    chat.messages.push(line);
    world.expect_disappearance(owner, heard.chat, heard.id, expires_at_ms);
    Some(Line { new: true, text })
}
