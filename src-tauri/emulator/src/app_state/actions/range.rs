//! Up to which message an action on a chat goes, so that what comes meanwhile is not taken with it.

use waproto::buffa::MessageField;
use waproto::whatsapp::MessageKey;
use waproto::whatsapp::sync_action_value::{SyncActionMessage, SyncActionMessageRange};

use super::chat_index::address;
use crate::network::stanza::seconds;
use crate::network::{ChatId, Number};
use crate::phone::PhoneMessage;
use crate::world::World;

/// Everything that is in the chat now; nothing for an empty chat.
pub(super) fn of(world: &World, owner: &Number, chat: &ChatId) -> MessageField<SyncActionMessageRange> {
    let newest = world
        .accounts
        .get(owner)
        .and_then(|account| account.handset.chats.get(chat))
        .and_then(|chat| chat.messages.last());
    let (Some(newest), Some(address)) = (newest, address(world, chat)) else { return MessageField::none() };
    let at_s = i64::try_from(seconds(newest.at_ms)).ok();
    let key = MessageKey {
        remote_jid: Some(address),
        from_me: Some(newest.from_me),
        id: Some(newest.id.clone()),
        ..Default::default()
    };
    MessageField::some(SyncActionMessageRange {
        last_message_timestamp: at_s,
        messages: vec![SyncActionMessage { key: MessageField::some(key), timestamp: at_s }],
        ..Default::default()
    })
}

/// Whether a line lies in the range; without one, every line does.
pub(super) fn covers(range: Option<&SyncActionMessageRange>, line: &PhoneMessage) -> bool {
    range
        .and_then(|range| range.last_message_timestamp)
        .is_none_or(|last_s| i64::try_from(seconds(line.at_ms)).is_ok_and(|at_s| at_s <= last_s))
}
