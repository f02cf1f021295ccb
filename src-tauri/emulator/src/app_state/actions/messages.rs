//! Single messages: starred, or deleted for this account alone.

use wacore::appstate::schemas::{DELETE_MESSAGE_FOR_ME, STAR};
use wacore_binary::Jid;
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::{DeleteMessageForMeAction, StarAction};

use super::chat_index::{address, chat_named};
use crate::app_state::Write;
use crate::network::stanza::seconds;
use crate::network::{ChatId, Number};
use crate::phone::PhoneMessage;
use crate::world::World;

/// A message gets a star, or loses it.
pub(crate) fn starred(world: &World, chat: &ChatId, line: &PhoneMessage, starred: bool) -> Option<Write> {
    let value = SyncActionValue {
        star_action: MessageField::some(StarAction { starred: Some(starred) }),
        ..Default::default()
    };
    let [chat, id, from_me, participant] = key(world, chat, line)?;
    Some(Write::set(&STAR, &[&chat, &id, &from_me, &participant], world.now_ms(), value))
}

/// A message is deleted for this account alone.
pub(crate) fn deleted(world: &World, chat: &ChatId, line: &PhoneMessage) -> Option<Write> {
    let action = DeleteMessageForMeAction {
        delete_media: Some(true),
        message_timestamp: i64::try_from(seconds(line.at_ms)).ok(),
    };
    let value = SyncActionValue { delete_message_for_me_action: MessageField::some(action), ..Default::default() };
    let [chat, id, from_me, participant] = key(world, chat, line)?;
    Some(Write::set(&DELETE_MESSAGE_FOR_ME, &[&chat, &id, &from_me, &participant], world.now_ms(), value))
}

/// Chat, id, who wrote it, and in a group which member; `0` where that needs not be said.
fn key(world: &World, chat: &ChatId, line: &PhoneMessage) -> Option<[String; 4]> {
    let by_member = !line.from_me && chat.as_person().is_none();
    let participant = if by_member { Jid::pn(line.sender.as_str()).to_string() } else { "0".to_owned() };
    Some([address(world, chat)?, line.id.clone(), u8::from(line.from_me).to_string(), participant])
}

pub(super) fn apply_star(world: &mut World, owner: &Number, chat: &str, id: &str, said: Option<&StarAction>) {
    let Some(chat) = chat_named(world, chat) else { return };
    let starred = said.is_some_and(|said| said.starred == Some(true));
    let line = world.accounts.get_mut(owner).and_then(|account| account.handset.message_mut(&chat, id));
    if let Some(line) = line {
        line.content.starred = starred;
    }
}

pub(super) fn apply_delete(
    world: &mut World,
    owner: &Number,
    chat: &str,
    id: &str,
    said: Option<&DeleteMessageForMeAction>,
) {
    let (Some(chat), Some(_)) = (chat_named(world, chat), said) else { return };
    if let Some(chat) = world.accounts.get_mut(owner).and_then(|account| account.handset.chats.get_mut(&chat)) {
        chat.messages.retain(|line| line.id != id);
    }
}

/// Stars that a first companion would have to know.
pub(super) fn everything(world: &World, owner: &Number) -> Vec<Write> {
    let Some(account) = world.accounts.get(owner) else { return Vec::new() };
    let lines =
        account.handset.chats.iter().flat_map(|(with, chat)| chat.messages.iter().map(move |line| (with, line)));
    lines.filter(|(_, line)| line.content.starred).filter_map(|(with, line)| starred(world, with, line, true)).collect()
}
