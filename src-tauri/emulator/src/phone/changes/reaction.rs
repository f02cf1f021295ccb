//! A sign under a message; an empty one takes it away.

use wacore::proto_helpers::build_reaction_message;
use wacore::reaction::decrypt_reaction_with_secret;
use waproto::whatsapp::message::{EncReactionMessage, ReactionMessage};

use super::secret::opened;
use super::{key_of, target};
use crate::error::Result;
use crate::network::{ChatId, Number, World};
use crate::phone::lines::Heard;
use crate::phone::{SendOptions, send_message};

/// Puts `sign` under a message, or takes the phone's own away.
pub(crate) fn react(world: &mut World, owner: &Number, chat: &ChatId, id: &str, sign: &str) -> Result<String> {
    let key = key_of(world, owner, chat, id)?;
    let message = build_reaction_message(key, sign, world.sender_timestamp_ms());
    send_message(world, owner, chat, &message, SendOptions::default())
}

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, reaction: &ReactionMessage) {
    let Some(line) = target(world, owner, heard, &reaction.key) else { return };
    let sign = reaction.text.clone().unwrap_or_default();
    if sign.is_empty() {
        line.content.reactions.remove(&**heard.sender);
    } else {
        line.content.reactions.insert(heard.sender.to_string(), sign);
    }
}

/// In announcement groups of communities a reaction is encrypted with its message's secret.
pub(super) fn apply_secret(world: &mut World, owner: &Number, heard: &Heard<'_>, reaction: &EncReactionMessage) {
    let key = &reaction.target_message_key;
    let inner = opened(world, owner, heard, key, |secret, id, author, reactor| {
        let payload = reaction.enc_payload.as_deref().unwrap_or_default();
        let iv = reaction.enc_iv.as_deref().unwrap_or_default();
        decrypt_reaction_with_secret(payload, iv, secret, id, author, reactor).ok()
    });
    if let Some(mut inner) = inner {
        inner.key = key.clone();
        apply(world, owner, heard, &inner);
    }
}
