//! The owner pins a message to the top of its chat.

use waproto::buffa::MessageField;
use waproto::whatsapp::message::PinInChatMessage;
use waproto::whatsapp::message::pin_in_chat_message::Type;
use waproto::whatsapp::{Message, MessageContextInfo};

use super::key::key_of;
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number};
use crate::phone::changes::pin::USUAL_S;
use crate::phone::outbox::{SendOptions, send_message};
use crate::world::World;

/// How long a pin may last: a day, a week, 30 days.
const LASTS_S: [u32; 3] = [86_400, USUAL_S, 2_592_000];

/// Pins a message in its chat for so many seconds, the usual time if absent; 0 takes the pin away.
pub(crate) fn pin_for(
    world: &mut World,
    owner: &Number,
    chat: &ChatId,
    id: &str,
    for_s: Option<u32>,
) -> Result<String> {
    let for_s = for_s.unwrap_or(USUAL_S);
    let on = for_s > 0;
    if on && !LASTS_S.contains(&for_s) {
        return Err(EmulatorError::Unfit("be pinned so long: it is a day, a week or 30 days"));
    }
    let key = key_of(world, owner, chat, id)?;
    let pin = PinInChatMessage {
        key: MessageField::some(key),
        r#type: Some(if on { Type::PIN_FOR_ALL } else { Type::UNPIN_FOR_ALL }),
        sender_timestamp_ms: Some(world.sender_timestamp_ms()),
    };
    let context = MessageContextInfo { message_add_on_duration_in_secs: Some(for_s), ..Default::default() };
    let message = Message {
        pin_in_chat_message: MessageField::some(pin),
        message_context_info: MessageField::some(context),
        ..Default::default()
    };
    send_message(world, owner, chat, &message, SendOptions::default())
}
