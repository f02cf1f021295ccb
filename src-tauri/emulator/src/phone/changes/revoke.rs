//! A message is deleted for everyone.

use waproto::buffa::MessageField;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::{Message, MessageKey};

use super::{key_of, target};
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number, World};
use crate::phone::lines::Heard;
use crate::phone::{SendOptions, send_message};

/// Deletes a message for everyone: one's own, or as an admin of its group anybody's.
pub(crate) fn revoke(world: &mut World, owner: &Number, chat: &ChatId, id: &str) -> Result<String> {
    let line = world.account(owner)?.handset.line(chat, id)?;
    if !line.from_me {
        match chat {
            ChatId::Group(group) => world.groups.find(group)?.for_admins(owner)?,
            _ => return Err(EmulatorError::Unfit("be deleted for everyone: somebody else wrote it")),
        }
    }
    let mut key = key_of(world, owner, chat, id)?;
    if key.from_me == Some(true) {
        // Who deletes what is one's own does not name the writer.
        key.participant = None;
    }
    let change = ProtocolMessage { key: MessageField::some(key), r#type: Some(Type::REVOKE), ..Default::default() };
    let message = Message { protocol_message: MessageField::some(change), ..Default::default() };
    send_message(world, owner, chat, &message, SendOptions::default())
}

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, key: &MessageKey) {
    let is_admin = match heard.chat {
        ChatId::Group(group) => world.groups.find(group).is_ok_and(|group| group.is_admin(heard.sender)),
        _ => false,
    };
    let author = key.participant.as_deref().and_then(|jid| world.number_of(&jid.parse().ok()?));
    let Some(line) = target(world, owner, heard, key) else { return };
    let named = author.is_some_and(|author| line.sender == *author);
    if line.sender == **heard.sender || (is_admin && named) {
        line.revoke();
    }
}
