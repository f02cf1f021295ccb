//! Messages that change another message, or its chat: what they do to the chats of a phone that read or wrote them.
//!
//! One file for each. How the phone's owner writes them is in `changing/`.

mod disappearing;
mod edit;
mod event;
mod keep;
pub(super) mod pin;
mod reaction;
mod revoke;
pub(super) mod secret;
mod target;
mod vote;

use wacore::proto_helpers::MessageExt as _;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::{Message, MessageKey};

use super::heard::Heard;
use crate::network::Number;
use crate::world::World;

/// Does to `owner`'s chats what the message says, as soon as what it is about is there.
pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>) {
    let base = heard.message.get_base_message();
    if let Some(target) = about(base).and_then(|key| key.id.as_deref())
        && let Some(account) = world.accounts.get_mut(owner)
        && account.handset.message_mut(heard.chat, target).is_none()
    {
        return account.handset.changes.keep(target, heard);
    }
    if let Some(reaction) = base.reaction_message.as_option() {
        reaction::apply(world, owner, heard, reaction);
    } else if let Some(reaction) = base.enc_reaction_message.as_option() {
        reaction::apply_secret(world, owner, heard, reaction);
    } else if let Some(pin) = base.pin_in_chat_message.as_option() {
        pin::apply(world, owner, heard, pin);
    } else if let Some(keep) = base.keep_in_chat_message.as_option() {
        keep::apply(world, owner, heard, keep);
    } else if let Some(vote) = base.poll_update_message.as_option() {
        vote::apply(world, owner, heard, vote);
    } else if let Some(answer) = base.enc_event_response_message.as_option() {
        event::apply(world, owner, heard, answer);
    } else if let Some(secret) = base.secret_encrypted_message.as_option() {
        edit::apply_secret(world, owner, heard, secret);
    } else if let Some(change) = base.protocol_message.as_option() {
        match change.r#type {
            Some(Type::REVOKE) => revoke::apply(world, owner, heard, &change.key),
            Some(Type::MESSAGE_EDIT) => edit::apply(world, owner, heard, &change.key, &change.edited_message),
            Some(Type::EPHEMERAL_SETTING) => disappearing::apply(world, owner, heard, change),
            _ => {}
        }
    }
}

/// The message that a change is about.
fn about(base: &Message) -> Option<&MessageKey> {
    let reaction = || base.reaction_message.as_option().map(|reaction| &reaction.key);
    let sealed_reaction = || base.enc_reaction_message.as_option().map(|reaction| &reaction.target_message_key);
    let pin = || base.pin_in_chat_message.as_option().map(|pin| &pin.key);
    let keep = || base.keep_in_chat_message.as_option().map(|keep| &keep.key);
    let vote = || base.poll_update_message.as_option().map(|vote| &vote.poll_creation_message_key);
    let answer = || base.enc_event_response_message.as_option().map(|answer| &answer.event_creation_message_key);
    let sealed_edit = || base.secret_encrypted_message.as_option().map(|edit| &edit.target_message_key);
    let change = || base.protocol_message.as_option().map(|change| &change.key);
    reaction()
        .or_else(sealed_reaction)
        .or_else(pin)
        .or_else(keep)
        .or_else(vote)
        .or_else(answer)
        .or_else(sealed_edit)
        .or_else(change)?
        .as_option()
}
