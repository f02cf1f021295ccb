//! A chat is emptied, or deleted from the list.

use wacore::appstate::schemas::{CLEAR_CHAT, DELETE_CHAT};
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::{ClearChatAction, DeleteChatAction};

use super::chat_index::{address, chat_named};
use super::range;
use crate::app_state::Write;
use crate::network::{ChatId, Number};
use crate::world::World;

/// A chat is emptied; starred messages may stay.
pub(crate) fn cleared(world: &World, owner: &Number, chat: &ChatId, starred_too: bool) -> Option<Write> {
    let action = ClearChatAction { message_range: range::of(world, owner, chat) };
    let value = SyncActionValue { clear_chat_action: MessageField::some(action), ..Default::default() };
    let index = [&*address(world, chat)?, if starred_too { "1" } else { "0" }, "1"];
    Some(Write::set(&CLEAR_CHAT, &index, world.now_ms(), value))
}

/// A chat is deleted with everything in it.
pub(crate) fn deleted(world: &World, owner: &Number, chat: &ChatId) -> Option<Write> {
    let action = DeleteChatAction { message_range: range::of(world, owner, chat) };
    let value = SyncActionValue { delete_chat_action: MessageField::some(action), ..Default::default() };
    Some(Write::set(&DELETE_CHAT, &[&address(world, chat)?, "1"], world.now_ms(), value))
}

pub(super) fn apply_clear(
    world: &mut World,
    owner: &Number,
    chat: &str,
    starred_too: bool,
    said: Option<&ClearChatAction>,
) {
    let (Some(chat), Some(said)) = (chat_named(world, chat), said) else { return };
    if let Some(chat) = world.accounts.get_mut(owner).and_then(|account| account.handset.chats.get_mut(&chat)) {
        let range = said.message_range.as_option();
        chat.messages.retain(|line| !range::covers(range, line) || (line.content.starred && !starred_too));
        chat.unread = 0;
    }
}

pub(super) fn apply_delete(world: &mut World, owner: &Number, chat: &str, said: Option<&DeleteChatAction>) {
    let (Some(with), Some(said)) = (chat_named(world, chat), said) else { return };
    let Some(account) = world.accounts.get_mut(owner) else { return };
    let Some(chat) = account.handset.chats.get_mut(&with) else { return };
    let range = said.message_range.as_option();
    chat.messages.retain(|line| !range::covers(range, line));
    if chat.messages.is_empty() {
        account.handset.chats.remove(&with);
    }
}
