//! The line that a change is about.

use waproto::whatsapp::MessageKey;

use crate::network::Number;
use crate::phone::PhoneMessage;
use crate::phone::heard::Heard;
use crate::world::World;

/// The line that a change is about.
pub(super) fn target<'a>(
    world: &'a mut World,
    owner: &Number,
    heard: &Heard<'_>,
    key: &MessageKey,
) -> Option<&'a mut PhoneMessage> {
    let handset = &mut world.accounts.get_mut(owner)?.handset;
    handset.message_mut(heard.chat, key.id.as_deref()?)
}
