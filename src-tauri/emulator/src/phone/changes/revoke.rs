//! A message is deleted for everyone.

use waproto::buffa::MessageField;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::{Message, MessageKey};

use super::{key_of, target};
use crate::error::Result;
use crate::network::{ChatId, Number, World};
use crate::phone::inbox::Heard;
use crate::phone::{SendOptions, send_message};

/// Deletes a message for everyone; of somebody else's only an administrator's word is heard.
pub(crate) fn revoke(world: &mut World, owner: &Number, chat: &ChatId, id: &str) -> Result<String> {
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
    let Some(line) = target(world, owner, heard, key) else { return };
    if line.sender == **heard.sender {
        line.revoke();
    }
}
