//! A message stays although its chat's messages disappear, for everyone in it.

use waproto::whatsapp::KeepType;
use waproto::whatsapp::message::KeepInChatMessage;

use super::target::target;
use crate::network::Number;
use crate::phone::heard::Heard;
use crate::world::World;

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, keep: &KeepInChatMessage) {
    if let Some(line) = target(world, owner, heard, &keep.key) {
        // Its time goes on: unkept, a message whose time is over is gone at once.
        line.content.kept = keep.keep_type == Some(KeepType::KEEP_FOR_ALL);
        let expiry = line.content.expires_at_ms;
        world.expect_disappearance(owner, heard.chat, keep.key.id.as_deref().unwrap_or_default(), expiry);
    }
}
