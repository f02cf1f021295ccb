//! A message is pinned to the top of its chat, for everyone in it.

use waproto::buffa::MessageField;
use waproto::whatsapp::message::PinInChatMessage;
use waproto::whatsapp::message::pin_in_chat_message::Type;
use waproto::whatsapp::{Message, MessageContextInfo};

use super::{key_of, target};
use crate::error::Result;
use crate::network::{ChatId, Number, World};
use crate::phone::inbox::Heard;
use crate::phone::{SendOptions, send_message};

/// WhatsApp's default: a week.
const PINNED_S: u32 = 604_800;

/// Pins a message in its chat, or takes the pin away.
pub(crate) fn pin(world: &mut World, owner: &Number, chat: &ChatId, id: &str, on: bool) -> Result<String> {
    let key = key_of(world, owner, chat, id)?;
    let pin = PinInChatMessage {
        key: MessageField::some(key),
        r#type: Some(if on { Type::PIN_FOR_ALL } else { Type::UNPIN_FOR_ALL }),
        sender_timestamp_ms: Some(world.sender_timestamp_ms()),
    };
    let context = MessageContextInfo {
        message_add_on_duration_in_secs: Some(if on { PINNED_S } else { 0 }),
        ..Default::default()
    };
    let message = Message {
        pin_in_chat_message: MessageField::some(pin),
        message_context_info: MessageField::some(context),
        ..Default::default()
    };
    send_message(world, owner, chat, &message, SendOptions::default())
}

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, pin: &PinInChatMessage) {
    if let Some(line) = target(world, owner, heard, &pin.key) {
        line.content.pinned = pin.r#type == Some(Type::PIN_FOR_ALL);
    }
}
