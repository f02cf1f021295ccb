//! A message in the clear becomes a line of a chat, or changes one.

use super::changes;
use super::chats::PhoneMessage;
use super::content::Kind;
use super::heard::Heard;
use crate::messages::ReceiptState;
use crate::network::{ChatId, Number};
use crate::world::World;

/// A status is gone after a day.
const STATUS_MS: u64 = 86_400_000;

/// What came of a message that makes a line.
pub(super) struct Line {
    /// It was not there before.
    pub(super) new: bool,
    pub(super) text: String,
}

/// Writes the line, or counts one more arrival of a line already there; `None` if it is nothing to show.
pub(super) fn write_down(world: &mut World, owner: &Number, heard: &Heard<'_>, deliveries: u32) -> Option<Line> {
    let mut line = PhoneMessage::new(heard.id, heard.sender, heard.message, heard.at_ms);
    let account = world.accounts.get_mut(owner)?;
    if line.content.kind == Kind::Silent {
        if account.handset.changes.is_new(heard) {
            changes::apply(world, owner, heard);
        }
        return None;
    }
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
    apply_early(world, owner, heard);
    Some(Line { new: true, text })
}

/// Applies what was said about a message before it was here.
fn apply_early(world: &mut World, owner: &Number, heard: &Heard<'_>) {
    let Some(account) = world.accounts.get_mut(owner) else { return };
    for change in account.handset.changes.take(heard.chat, heard.id) {
        changes::apply(world, owner, &change.heard(&change.message()));
    }
}
