//! The owner lets the messages of a chat disappear after a time.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;

use crate::error::Result;
use crate::groups;
use crate::network::stanza::seconds;
use crate::network::{ChatId, Number};
use crate::phone::outbox::{SendOptions, send_message};
use crate::world::World;

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
