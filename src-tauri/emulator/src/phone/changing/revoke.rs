//! The owner deletes a message for everyone.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;

use super::key::key_of;
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number};
use crate::phone::outbox::{SendOptions, send_message};
use crate::world::World;

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
