//! A sign for a message.

use portaria_domain::{MarkKind, MessageKey};
use wacore::proto_helpers::build_reaction_message;
use waproto::whatsapp::Message;

use super::key::key;
use crate::Around;

pub(super) fn message(target: &MessageKey, emoji: &str, around: Around<'_>) -> Message {
    build_reaction_message(key(target, around.to), emoji, around.now.0)
}

pub(super) fn says(emoji: &str) -> MarkKind {
    MarkKind::Reaction { emoji: emoji.to_owned() }
}
