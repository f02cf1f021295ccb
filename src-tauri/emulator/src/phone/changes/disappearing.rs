//! From now on the messages of a chat disappear after a time.

use waproto::whatsapp::message::ProtocolMessage;

use crate::network::Number;
use crate::phone::heard::Heard;
use crate::world::World;

/// The newer of two settings holds.
pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, change: &ProtocolMessage) {
    let Some(account) = world.accounts.get_mut(owner) else { return };
    let chat = account.handset.chat_mut(heard.chat);
    if chat.disappearing.set_at_ms <= heard.at_ms {
        chat.disappearing.after_s = change.ephemeral_expiration.unwrap_or_default();
        chat.disappearing.set_at_ms = heard.at_ms;
    }
}
