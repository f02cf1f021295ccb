//! Writes drafts as WhatsApp Web does; one file for each kind.
//!
//! What the stanza around a message says (its type, the kind of file, whether it is an edit) the library reads off
//! the message when it is sent.

mod answer;
mod contacts;
mod context;
mod edit;
mod forward;
mod key;
mod pin;
mod place;
mod poll;
mod reaction;
mod revoke;
mod text;
mod vote;

use portaria_domain::{Draft, DraftContent, MarkKind, Raw, RawFormat};
use wacore::proto_helpers::MessageExt as _;
use wacore::reporting_token::generate_message_secret;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::FutureProofMessage;
use waproto::whatsapp::{ContextInfo, Message};

use super::raw::Stored;
use super::read;
use crate::{Around, ComposeError, Composed, Said};

/// Writes a draft.
pub(super) fn compose(draft: &Draft, around: Around<'_>) -> Result<Composed, ComposeError> {
    use DraftContent as D;
    let mut message = match &draft.content {
        D::Text { text } => text::message(text),
        D::Place(place) => place::message(place),
        D::Contacts { cards } => contacts::message(cards),
        D::Poll { question, options, choices } => poll::message(question, options, *choices),
        D::Forward { .. } => return said(forward::message(&target(around)?, around)?, around),
        D::Reaction { target, emoji } => {
            return Ok(mark(&reaction::message(target, emoji, around), reaction::says(emoji)));
        }
        D::Edit { target: key, text } => {
            let (message, says) = edit::message(key, &target(around)?, text, &draft.mentions, around)?;
            return Ok(mark(&message, says));
        }
        D::Revoke { target } => return Ok(mark(&revoke::message(target, around)?, MarkKind::Revoke)),
        D::Vote { target: key, options } => {
            let (message, says) = vote::message(key, &target(around)?, options, around)?;
            return Ok(mark(&message, says));
        }
        D::Answer { target: key, attendance } => {
            let (message, says) = answer::message(key, &target(around)?, *attendance, around)?;
            return Ok(mark(&message, says));
        }
        D::Pin { target, for_s } => {
            return Ok(mark(&pin::message(target, Some(*for_s), around), MarkKind::Pin { for_s: *for_s }));
        }
        D::Unpin { target } => return Ok(mark(&pin::message(target, None, around), MarkKind::Unpin)),
    };
    let context = context::of(draft, around)?;
    if context != ContextInfo::default() {
        message.set_context_info(context);
    }
    said(message, around)
}

/// The message that a draft is about.
fn target(around: Around<'_>) -> Result<Stored, ComposeError> {
    around.target.and_then(Stored::of).ok_or(ComposeError::NoTarget)
}

/// Gives a message what every message of its own has: the secret that later votes and edits of it are sealed with.
fn said(message: Message, around: Around<'_>) -> Result<Composed, ComposeError> {
    let mut message = in_envelope(message);
    let context = message.message_context_info.get_or_insert_default();
    context.message_secret = Some(generate_message_secret().to_vec());
    let mut says = read::project(&message).ok_or(ComposeError::UnfitTarget)?;
    read::fix_quote(&mut says.context, around.own);
    Ok(Composed { raw: raw(&message), says: Said::Message(says.into()) })
}

/// Puts a message into the envelope that WhatsApp has for its kind.
fn in_envelope(message: Message) -> Message {
    let has_caption = message.document_message.as_option().is_some_and(|document| document.caption.is_some());
    let is_lottie = message.sticker_message.as_option().is_some_and(|sticker| sticker.is_lottie == Some(true));
    if !has_caption && !is_lottie {
        return message;
    }
    let envelope = MessageField::some(FutureProofMessage { message: MessageField::some(message) });
    if has_caption {
        Message { document_with_caption_message: envelope, ..Message::default() }
    } else {
        Message { lottie_sticker_message: envelope, ..Message::default() }
    }
}

fn mark(message: &Message, says: MarkKind) -> Composed {
    Composed { raw: raw(message), says: Said::Mark(says) }
}

fn raw(message: &Message) -> Raw {
    Raw { format: RawFormat::Message, bytes: waproto::codec::message_to_vec(message) }
}

#[cfg(test)]
mod tests;
