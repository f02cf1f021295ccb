//! What is written in the open, in newsletters that the phone follows.

use waproto::whatsapp::Message;

use super::chats::PhoneMessage;
use super::heard::Heard;
use super::lines::write_down;
use crate::network::{ChatId, Number};
use crate::world::World;

/// What somebody wrote in the open, in a newsletter that this phone follows.
pub(crate) fn take_open(
    world: &mut World,
    reader: &Number,
    chat: &ChatId,
    writer: &Number,
    id: &str,
    message: &Message,
) {
    let at_ms = world.now_ms();
    let heard = Heard { chat, sender: writer, id, at_ms, as_lid: true, message };
    let _nobody_is_told_of_it = write_down(world, reader, &heard, 1);
}

/// The writer changed what stands in a newsletter, or took it back.
pub(crate) fn rewrite_open(world: &mut World, reader: &Number, chat: &ChatId, id: &str, message: Option<&Message>) {
    let line = world.accounts.get_mut(reader).and_then(|account| account.handset.message_mut(chat, id));
    let Some(line) = line else { return };
    if let Some(message) = message {
        let fresh = PhoneMessage::new(id, &line.sender, message, line.at_ms);
        (line.text, line.content, line.body) = (fresh.text, fresh.content, fresh.body);
        line.content.edited = true;
    } else {
        line.text.clear();
        line.content.revoked = true;
    }
}
