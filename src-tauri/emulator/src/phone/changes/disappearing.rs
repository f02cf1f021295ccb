//! From now on the messages of a chat disappear after a time.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;

use crate::error::Result;
use crate::groups;
use crate::network::stanza::seconds;
use crate::network::{Account, ChatId, Number, World};
use crate::phone::lines::Heard;
use crate::phone::{SendOptions, send_message};

/// How long messages of a chat stay, in seconds; 0 is for ever. A group's setting is the group's own.
pub(crate) fn disappears_after_s(world: &World, account: &Account, chat: &ChatId) -> u32 {
    match chat {
        ChatId::Group(id) => world.groups.find(id).map_or(0, |group| group.settings.ephemeral_s),
        _ => account.handset.chats.get(chat).map_or(0, |chat| chat.disappearing.after_s),
    }
}

/// Lets what is written into the chat from now on disappear after `after_s` seconds; 0 ends it. Returns the id of the
/// message that says so; a group is changed by a request, which has none.
pub(crate) fn disappear_after(world: &mut World, owner: &Number, chat: &ChatId, after_s: u32) -> Result<String> {
    if let ChatId::Group(id) = chat {
        groups::set(world, owner, id, groups::Setting::Ephemeral(after_s))?;
        return Ok(String::new());
    }
    let change = ProtocolMessage {
        r#type: Some(Type::EPHEMERAL_SETTING),
        ephemeral_expiration: Some(after_s),
        ephemeral_setting_timestamp: i64::try_from(seconds(world.now_ms())).ok(),
        ..Default::default()
    };
    let message = Message { protocol_message: MessageField::some(change), ..Default::default() };
    send_message(world, owner, chat, &message, SendOptions::default())
}

/// The newer of two settings holds.
pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, change: &ProtocolMessage) {
    let Some(account) = world.accounts.get_mut(owner) else { return };
    let chat = account.handset.chat_mut(heard.chat);
    if chat.disappearing.set_at_ms <= heard.at_ms {
        chat.disappearing.after_s = change.ephemeral_expiration.unwrap_or_default();
        chat.disappearing.set_at_ms = heard.at_ms;
    }
}
