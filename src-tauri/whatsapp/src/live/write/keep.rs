//! A message that is kept although its chat's messages disappear, or no longer.

use portaria_domain::MessageKey;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::KeepInChatMessage;
use waproto::whatsapp::{KeepType, Message};

use super::key::key;
use crate::live::raw::Stored;
use crate::live::read;
use crate::{Around, ComposeError};

/// Only what disappears can be kept.
pub(super) fn message(
    key_of: &MessageKey,
    target: &Stored,
    is_on: bool,
    around: Around<'_>,
) -> Result<Message, ComposeError> {
    let disappears = read::project(&target.message).is_some_and(|says| says.context.expires_after_s.is_some());
    if !disappears {
        return Err(ComposeError::UnfitTarget);
    }
    let keep = KeepInChatMessage {
        key: MessageField::some(key(key_of, around.to)),
        keep_type: Some(if is_on { KeepType::KEEP_FOR_ALL } else { KeepType::UNDO_KEEP_FOR_ALL }),
        timestamp_ms: Some(around.now.0),
    };
    Ok(Message { keep_in_chat_message: MessageField::some(keep), ..Message::default() })
}
