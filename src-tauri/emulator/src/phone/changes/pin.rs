//! A message is pinned to the top of its chat, for everyone in it.

use waproto::whatsapp::message::PinInChatMessage;
use waproto::whatsapp::message::pin_in_chat_message::Type;

use super::target::target;
use crate::network::Number;
use crate::phone::heard::Heard;
use crate::world::World;

/// WhatsApp's default, which also holds where a pin does not say how long it lasts: a week.
pub(in crate::phone) const USUAL_S: u32 = 604_800;

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, pin: &PinInChatMessage) {
    let on = pin.r#type == Some(Type::PIN_FOR_ALL);
    let told_s = heard.message.message_context_info.message_add_on_duration_in_secs.filter(|lasts_s| *lasts_s > 0);
    let until_ms = on.then(|| heard.at_ms + u64::from(told_s.unwrap_or(USUAL_S)) * 1000);
    if let Some(line) = target(world, owner, heard, &pin.key) {
        (line.content.pinned, line.content.pinned_until_ms) = (on, until_ms);
        world.expect_unpinning(owner, heard.chat, pin.key.id.as_deref().unwrap_or_default(), until_ms);
    }
}
