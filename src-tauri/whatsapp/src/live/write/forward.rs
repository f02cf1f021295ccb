//! A message sent on: what it says, without what it answered and whom it mentioned.

use portaria_domain::Content;
use wacore::proto_helpers::MessageExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::{ContextInfo, Message};

use super::super::raw::Stored;
use super::super::read;
use crate::{Around, ComposeError};

pub(super) fn message(target: &Stored, around: Around<'_>) -> Result<Message, ComposeError> {
    let said = read::project(&target.message).ok_or(ComposeError::UnfitTarget)?;
    let travels = match &said.content {
        Content::Place(place) => !place.is_live,
        Content::Album(_)
        | Content::Call(_)
        | Content::System(_)
        | Content::OpenOnPhone
        | Content::Deleted
        | Content::Undecryptable
        | Content::Unsupported { .. } => false,
        _ => true,
    };
    if !travels || said.context.is_view_once || target.message.is_view_once() {
        return Err(ComposeError::UnfitTarget);
    }
    let mut message = *target.base().prepare_for_forward();
    message.message_context_info = MessageField::none();
    message.set_context_info(ContextInfo {
        is_forwarded: Some(true),
        forwarding_score: Some(said.context.forwarded.saturating_add(1)),
        expiration: around.expires_after_s.filter(|after_s| *after_s > 0),
        ..ContextInfo::default()
    });
    Ok(message)
}
