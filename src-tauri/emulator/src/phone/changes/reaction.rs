//! A sign under a message; an empty one takes it away.

use wacore::reaction::decrypt_reaction_with_secret;
use waproto::whatsapp::message::{EncReactionMessage, ReactionMessage};

use super::secret::opened;
use super::target::target;
use crate::network::Number;
use crate::phone::content::Reply;
use crate::phone::heard::Heard;
use crate::world::World;

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, reaction: &ReactionMessage) {
    let Some(line) = target(world, owner, heard, &reaction.key) else { return };
    let sign = reaction.text.clone().unwrap_or_default();
    if sign.is_empty() {
        line.content.reactions.remove(&**heard.sender);
        line.content.reacted.remove(&**heard.sender);
    } else {
        let told_ms = reaction.sender_timestamp_ms.and_then(|told_ms| u64::try_from(told_ms).ok());
        let reply = Reply { at_ms: told_ms.unwrap_or(heard.at_ms), ..heard.as_reply() };
        line.content.reactions.insert(heard.sender.to_string(), sign);
        line.content.reacted.insert(heard.sender.to_string(), reply);
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
