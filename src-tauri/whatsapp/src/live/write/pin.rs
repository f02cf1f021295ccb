//! A message pinned to the top of its chat for everyone, or no longer.

use portaria_domain::MessageKey;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::PinInChatMessage;
use waproto::whatsapp::message::pin_in_chat_message::Type;
use waproto::whatsapp::{Message, MessageContextInfo};

use super::key::key;
use crate::Around;

/// `for_s` says for how long; without it the pin is taken away.
pub(super) fn message(target: &MessageKey, for_s: Option<u32>, around: Around<'_>) -> Message {
    let pin = PinInChatMessage {
        key: MessageField::some(key(target, around.to)),
        r#type: Some(if for_s.is_some() { Type::PIN_FOR_ALL } else { Type::UNPIN_FOR_ALL }),
        sender_timestamp_ms: Some(around.now.0),
    };
    let context = MessageContextInfo {
        message_add_on_duration_in_secs: Some(for_s.unwrap_or_default()),
        ..MessageContextInfo::default()
    };
    Message {
        pin_in_chat_message: MessageField::some(pin),
        message_context_info: MessageField::some(context),
        ..Message::default()
    }
}
