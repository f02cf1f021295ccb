//! A message is deleted for everyone.

use waproto::whatsapp::MessageKey;

use super::target::target;
use crate::network::{ChatId, Number};
use crate::phone::heard::Heard;
use crate::world::World;

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, key: &MessageKey) {
    let is_admin = match heard.chat {
        ChatId::Group(group) => world.groups.find(group).is_ok_and(|group| group.is_admin(heard.sender)),
        _ => false,
    };
    let author = key.participant.as_deref().and_then(|jid| world.number_of(&jid.parse().ok()?));
    let Some(line) = target(world, owner, heard, key) else { return };
    let named = author.is_some_and(|author| line.sender == *author);
    if line.sender == **heard.sender || (is_admin && named) {
        line.revoke();
    }
}
