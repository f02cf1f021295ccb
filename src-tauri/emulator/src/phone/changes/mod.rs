//! Messages that change another message, or its chat: how the phone takes them, and how it writes them.
//!
//! One file for each; `apply` is what a message does to the chats of a phone that read or wrote it.

mod disappearing;
mod edit;
mod event;
mod keep;
mod pin;
mod reaction;
mod revoke;
mod secret;
mod vote;

use wacore::proto_helpers::MessageExt as _;
use waproto::whatsapp::MessageKey;
use waproto::whatsapp::message::protocol_message::Type;

pub(crate) use disappearing::{disappear_after, disappears_after_s};
pub(crate) use edit::edit;
pub(crate) use event::answer;
pub(crate) use pin::{pin_for, unpin};
pub(crate) use reaction::react;
pub(crate) use revoke::revoke;
pub use vote::VoteForms;
pub(crate) use vote::vote;

use super::PhoneMessage;
use super::lines::Heard;
use crate::error::Result;
use crate::network::{ChatId, Number, World};

/// Does to `owner`'s chats what the message says.
pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>) {
    let base = heard.message.get_base_message();
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

/// The line that a change is about.
fn target<'a>(
    world: &'a mut World,
    owner: &Number,
    heard: &Heard<'_>,
    key: &MessageKey,
) -> Option<&'a mut PhoneMessage> {
    let handset = &mut world.accounts.get_mut(owner)?.handset;
    handset.message_mut(heard.chat, key.id.as_deref()?)
}

/// How `owner` names a line to the other members of its chat.
fn key_of(world: &World, owner: &Number, chat: &ChatId, id: &str) -> Result<MessageKey> {
    let line = world.account(owner)?.handset.line(chat, id)?;
    let as_lid = world.writes_by_lid(chat);
    let participant = match chat {
        ChatId::Person(_) => None,
        _ => Some(world.account(&line.sender)?.jid(0, as_lid).to_string()),
    };
    Ok(MessageKey {
        remote_jid: world.chat_jid(chat, as_lid).map(|jid| jid.to_string()),
        from_me: Some(line.from_me),
        id: Some(line.id.clone()),
        participant,
    })
}

impl World {
    /// The present, as messages carry it.
    fn sender_timestamp_ms(&self) -> i64 {
        i64::try_from(self.now_ms()).expect("the clock is not past the year 292 million")
    }
}
