//! Writes drafts as WhatsApp Web does; one file for each kind.
//!
//! What the stanza around a message says (its type, the kind of file, whether it is an edit) the library reads off
//! the message when it is sent.

mod album;
mod answer;
mod contacts;
mod context;
mod edit;
mod envelope;
mod forward;
mod keep;
mod key;
mod media;
mod occasion;
mod pin;
mod place;
mod poll;
mod reaction;
mod revoke;
mod text;
mod vote;

use portaria_domain::{Draft, DraftContent, MarkKind};
use wacore::proto_helpers::MessageExt as _;
use wacore::reporting_token::generate_message_secret;
use waproto::whatsapp::{ContextInfo, Message};

use super::raw::{Stored, encoded};
use super::read;
use crate::{Around, ComposeError, Composed, Reworded, Said};

/// Writes a draft.
pub(super) fn compose(draft: &Draft, around: Around<'_>) -> Result<Composed, ComposeError> {
    use DraftContent as D;
    let mut message = match &draft.content {
        D::Text { text, .. } => {
            around.link.map_or_else(|| text::plain(text), |link| text::with_link(text, link, around))
        }
        D::Media { media, is_view_once, .. } => media::message(media, *is_view_once, around)?,
        D::Album(head) => album::head(head, around),
        D::Place(place) => place::message(place),
        D::Contacts { cards } => contacts::message(cards),
        D::Poll { question, options, choices } => poll::message(question, options, *choices),
        D::Occasion(occasion) => occasion::message(occasion),
        D::Forward { .. } => return said(forward::message(&target(around)?, around)?, draft, around),
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
        D::Keep { target: key, is_on } => {
            let message = keep::message(key, &target(around)?, *is_on, around)?;
            return Ok(mark(&message, MarkKind::Keep { is_on: *is_on }));
        }
        D::Unpin { target } => return Ok(mark(&pin::message(target, None, around), MarkKind::Unpin)),
    };
    let context = context::of(draft, around)?;
    if context != ContextInfo::default() {
        message.set_context_info(context);
    }
    said(message, draft, around)
}

/// Writes the message that an edit is about with the edit's words. It keeps everything else, the secret too.
pub(super) fn reword(draft: &Draft, around: Around<'_>) -> Option<Reworded> {
    let DraftContent::Edit { text, .. } = &draft.content else { return None };
    let message = edit::reworded(&target(around).ok()?, text, &draft.mentions, around.to)?;
    let mut says = read::project(&message)?;
    read::fix_quote(&mut says.context, around.own);
    Some(Reworded { raw: encoded(&message), says })
}

/// The message that a draft is about.
fn target(around: Around<'_>) -> Result<Stored, ComposeError> {
    around.target.and_then(Stored::of).ok_or(ComposeError::NoTarget)
}

/// Gives a message what every message of its own has: the secret that later votes and edits of it are sealed with.
fn said(message: Message, draft: &Draft, around: Around<'_>) -> Result<Composed, ComposeError> {
    let mut message = envelope::enclosed(message);
    if let Some(head) = &draft.album {
        album::join(&mut message, head, around.to);
    }
    let context = message.message_context_info.get_or_insert_default();
    context.message_secret = Some(generate_message_secret().to_vec());
    let mut says = read::project(&message).ok_or(ComposeError::UnfitTarget)?;
    read::fix_quote(&mut says.context, around.own);
    Ok(Composed { raw: encoded(&message), says: Said::Message(says.into()) })
}

fn mark(message: &Message, says: MarkKind) -> Composed {
    Composed { raw: encoded(message), says: Said::Mark(says) }
}

#[cfg(test)]
mod tests;
