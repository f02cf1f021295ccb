//! The owner puts a sign under a message.

use wacore::proto_helpers::build_reaction_message;

use super::key::key_of;
use crate::error::Result;
use crate::network::{ChatId, Number};
use crate::phone::outbox::{SendOptions, send_message};
use crate::world::World;

/// Puts `sign` under a message, or takes the phone's own away.
pub(crate) fn react(world: &mut World, owner: &Number, chat: &ChatId, id: &str, sign: &str) -> Result<String> {
    let key = key_of(world, owner, chat, id)?;
    let message = build_reaction_message(key, sign, world.sender_timestamp_ms());
    send_message(world, owner, chat, &message, SendOptions::default())
}
