//! How an index names a chat.

use wacore_binary::Jid;

use crate::config::Addressing;
use crate::network::ChatId;
use crate::world::World;

/// The address under which the phone writes about a chat; `None` for an account that does not exist.
pub(super) fn address(world: &World, chat: &ChatId) -> Option<String> {
    Some(world.chat_jid(chat, world.addressing == Addressing::Lid)?.to_string())
}

/// The chat that an index names; `None` for what is no chat here.
pub(super) fn chat_named(world: &World, address: &str) -> Option<ChatId> {
    world.chat_of(&address.parse::<Jid>().ok()?)
}
