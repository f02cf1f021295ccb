//! The owner changes a message's words.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;

use super::key::key_of;
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number};
use crate::phone::Kind;
use crate::phone::outbox::{SendOptions, send_message};
use crate::world::World;

/// Gives one of the owner's own texts other words.
pub(crate) fn edit(world: &mut World, owner: &Number, chat: &ChatId, id: &str, text: &str) -> Result<String> {
    let line = world.account(owner)?.handset.line(chat, id)?;
    if !line.from_me || line.content.revoked || !matches!(line.content.kind, Kind::Text { .. }) {
        return Err(EmulatorError::Unfit("be edited: it is not a text of one's own"));
    }
    let key = key_of(world, owner, chat, id)?;
    let edited = Message { conversation: Some(text.to_owned()), ..Default::default() };
    let change = ProtocolMessage {
        key: MessageField::some(key),
        r#type: Some(Type::MESSAGE_EDIT),
        edited_message: MessageField::some(edited),
        timestamp_ms: Some(world.sender_timestamp_ms()),
        ..Default::default()
    };
    let message = Message { protocol_message: MessageField::some(change), ..Default::default() };
    send_message(world, owner, chat, &message, SendOptions::default())
}
