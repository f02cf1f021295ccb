//! Other words for an own message: for a text its words, for a file its caption.

use portaria_domain::{Address, Jid, MarkKind, MessageKey};
use wacore::proto_helpers::MessageExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::{ContextInfo, Message};

use super::super::raw::Stored;
use super::super::read;
use super::context::mentioned;
use super::envelope::enclosed;
use super::{key::key, text};
use crate::{Around, ComposeError, Projected};

pub(super) fn message(
    target: &MessageKey,
    stored: &Stored,
    words: &str,
    mentions: &[Address],
    around: Around<'_>,
) -> Result<(Message, MarkKind), ComposeError> {
    if !target.from_me || stored.message.is_view_once() {
        return Err(ComposeError::UnfitTarget);
    }
    let mentioned = mentioned(mentions, words, around.to);
    let edited = with_words(stored.base(), words, mentioned).ok_or(ComposeError::UnfitTarget)?;
    let Projected { content, context } = read::project(&edited).ok_or(ComposeError::UnfitTarget)?;
    let says = MarkKind::Edit { content: content.into(), context: context.into() };
    let change = ProtocolMessage {
        key: MessageField::some(key(target, around.to)),
        r#type: Some(Type::MESSAGE_EDIT),
        edited_message: MessageField::some(enclosed(edited)),
        timestamp_ms: Some(around.now.0),
        ..ProtocolMessage::default()
    };
    Ok((Message { protocol_message: MessageField::some(change), ..Message::default() }, says))
}

/// The message itself with other words, and with everything that belongs to it. `None`: it has none that could be
/// changed.
pub(super) fn reworded(stored: &Stored, words: &str, mentions: &[Address], to: &Jid) -> Option<Message> {
    if stored.message.is_view_once() {
        return None;
    }
    let mentioned = mentioned(mentions, words, to);
    let base = stored.base();
    let around = match stored.message.message_context_info.as_option() {
        Some(around) => around,
        None => base.message_context_info.as_option()?,
    };
    let mut after = if let Some(text) = base.extended_text_message.as_option() {
        let mut text = text.clone();
        text.text = Some(words.to_owned());
        text.context_info.get_or_insert_default().mentioned_jid = mentioned;
        Message { extended_text_message: MessageField::some(text), ..Message::default() }
    } else {
        with_words(base, words, mentioned)?
    };
    after = enclosed(after);
    after.message_context_info = MessageField::some(around.clone());
    Some(after)
}

/// The message with other words. `None`: it has none that could be changed.
fn with_words(before: &Message, words: &str, mentioned: Vec<String>) -> Option<Message> {
    if before.conversation.is_some() || before.extended_text_message.is_set() {
        let mut after = text::plain(words);
        if !mentioned.is_empty() {
            after.set_context_info(ContextInfo { mentioned_jid: mentioned, ..ContextInfo::default() });
        }
        return Some(after);
    }
    let mut after = before.clone();
    after.message_context_info = MessageField::none();
    let caption = (!words.is_empty()).then(|| words.to_owned());
    macro_rules! change_caption {
        ($($field:ident),+) => {
            $(if let Some(file) = after.$field.as_option_mut() {
                file.caption = caption;
                file.context_info.get_or_insert_default().mentioned_jid = mentioned;
                return Some(after);
            })+
        };
    }
    change_caption!(image_message, video_message, document_message);
    None
}
