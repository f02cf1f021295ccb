//! Chats as a whole: archived, pinned, muted, marked read or unread.

use wacore::appstate::schemas::{ARCHIVE, MARK_CHAT_AS_READ, MUTE, PIN};
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::{ArchiveChatAction, MarkChatAsReadAction, MuteAction, PinAction};

use super::chat_index::{address, chat_named};
use super::range;
use crate::app_state::Write;
use crate::network::{ChatId, Number};
use crate::phone::Chat;
use crate::world::World;

/// A chat goes to the archive, or comes out.
pub(crate) fn archived(world: &World, owner: &Number, chat: &ChatId, archived: bool) -> Option<Write> {
    let action = ArchiveChatAction { archived: Some(archived), message_range: range::of(world, owner, chat) };
    let value = SyncActionValue { archive_chat_action: MessageField::some(action), ..Default::default() };
    Some(Write::set(&ARCHIVE, &[&address(world, chat)?], world.now_ms(), value))
}

/// A chat is pinned to the top, or no longer.
pub(crate) fn pinned(world: &World, chat: &ChatId, pinned: bool) -> Option<Write> {
    pinned_since(world, chat, pinned, world.now_ms())
}

fn pinned_since(world: &World, chat: &ChatId, pinned: bool, at_ms: u64) -> Option<Write> {
    let action = PinAction { pinned: Some(pinned) };
    let value = SyncActionValue { pin_action: MessageField::some(action), ..Default::default() };
    Some(Write::set(&PIN, &[&address(world, chat)?], at_ms, value))
}

/// A chat makes no sound until a time in milliseconds since the epoch (-1 is for ever), or does again.
pub(crate) fn muted(world: &World, chat: &ChatId, until_ms: Option<i64>) -> Option<Write> {
    let action = MuteAction {
        muted: Some(until_ms.is_some()),
        mute_end_timestamp: Some(until_ms.unwrap_or_default()),
        ..Default::default()
    };
    let value = SyncActionValue { mute_action: MessageField::some(action), ..Default::default() };
    Some(Write::set(&MUTE, &[&address(world, chat)?], world.now_ms(), value))
}

/// A chat is marked read or unread by hand.
pub(crate) fn marked(world: &World, owner: &Number, chat: &ChatId, read: bool) -> Option<Write> {
    let action = MarkChatAsReadAction { read: Some(read), message_range: range::of(world, owner, chat) };
    let value = SyncActionValue { mark_chat_as_read_action: MessageField::some(action), ..Default::default() };
    Some(Write::set(&MARK_CHAT_AS_READ, &[&address(world, chat)?], world.now_ms(), value))
}

/// Does what a setting about a chat says.
pub(super) fn apply(world: &mut World, owner: &Number, address: &str, said: &SyncActionValue) {
    let Some(chat) = chat_named(world, address) else { return };
    let at_ms = said.timestamp.and_then(|at_ms| u64::try_from(at_ms).ok()).unwrap_or_default();
    let Some(account) = world.accounts.get_mut(owner) else { return };
    let chat = account.handset.chat_mut(&chat);
    if let Some(action) = said.archive_chat_action.as_option() {
        chat.marks.archived = action.archived.unwrap_or_default();
        if chat.marks.archived {
            // What is archived cannot be pinned; every client drops the pin.
            chat.marks.pinned_at_ms = None;
        }
    }
    if let Some(action) = said.pin_action.as_option() {
        chat.marks.pinned_at_ms = action.pinned.unwrap_or_default().then_some(at_ms);
    }
    if let Some(action) = said.mute_action.as_option() {
        chat.marks.muted_until_ms = action.mute_end_timestamp.filter(|_| action.muted == Some(true));
    }
    if let Some(action) = said.mark_chat_as_read_action.as_option() {
        chat.marks.marked_unread = action.read == Some(false);
        if !chat.marks.marked_unread {
            chat.unread = 0;
        }
    }
}

/// What a first companion would have to know of every chat.
pub(super) fn everything(world: &World, owner: &Number) -> Vec<Write> {
    let Some(account) = world.accounts.get(owner) else { return Vec::new() };
    let of = |(with, chat): (&ChatId, &Chat)| {
        let marks = chat.marks;
        let archive = marks.archived.then(|| archived(world, owner, with, true)).flatten();
        let pin = marks.pinned_at_ms.and_then(|at_ms| pinned_since(world, with, true, at_ms));
        let mute = marks.muted_until_ms.and_then(|until_ms| muted(world, with, Some(until_ms)));
        let unread = marks.marked_unread.then(|| marked(world, owner, with, false)).flatten();
        [archive, pin, mute, unread].into_iter().flatten().collect::<Vec<_>>()
    };
    account.handset.chats.iter().flat_map(of).collect()
}
