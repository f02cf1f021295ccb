//! What each action does to the phone, and how the phone says it: one kind of action a file.

mod account;
mod chat_index;
pub(crate) mod chats;
pub(crate) mod clearing;
pub(crate) mod contacts;
pub(crate) mod labels;
pub(crate) mod messages;
pub(crate) mod quick_replies;
mod range;

pub(crate) use account::{locale, name, unarchive_chats};

use wacore::appstate::Mutation;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::syncd_mutation::SyncdOperation;

use super::write::Write;
use crate::network::Number;
use crate::world::World;

/// Does what a setting says, whichever device wrote it. Actions that a phone shows nothing of are passed over.
pub(super) fn apply(world: &mut World, number: &Number, mutation: &Mutation) {
    let value = mutation.action_value.as_ref().filter(|_| mutation.operation == SyncdOperation::SET);
    let index: Vec<&str> = mutation.index.iter().map(String::as_str).collect();
    let nothing = SyncActionValue::default();
    let said = value.unwrap_or(&nothing);
    match index.as_slice() {
        ["archive" | "pin_v1" | "mute" | "markChatAsRead", chat] => chats::apply(world, number, chat, said),
        ["star", chat, id, ..] => messages::apply_star(world, number, chat, id, said.star_action.as_option()),
        ["deleteMessageForMe", chat, id, ..] => {
            messages::apply_delete(world, number, chat, id, said.delete_message_for_me_action.as_option());
        }
        ["clearChat", chat, starred, ..] => {
            clearing::apply_clear(world, number, chat, *starred == "1", said.clear_chat_action.as_option());
        }
        ["deleteChat", chat, ..] => clearing::apply_delete(world, number, chat, said.delete_chat_action.as_option()),
        ["contact", contact] => contacts::apply(world, number, contact, said.contact_action.as_option()),
        ["setting_pushName"] => account::apply_name(world, number, said.push_name_setting.as_option()),
        ["setting_locale"] => account::apply_locale(world, number, said.locale_setting.as_option()),
        ["setting_unarchiveChats"] => {
            account::apply_unarchive_chats(world, number, said.unarchive_chats_setting.as_option());
        }
        ["label_edit", id] => labels::apply(world, number, id, said.label_edit_action.as_option()),
        ["label_jid", id, chat] => {
            labels::apply_chat(world, number, id, chat, said.label_association_action.as_option());
        }
        ["quick_reply", id] => quick_replies::apply(world, number, id, said.quick_reply_action.as_option()),
        _ => {}
    }
}

/// Everything that the phone would write for a first companion.
pub(super) fn everything(world: &World, number: &Number) -> Vec<Write> {
    let mut writes = account::everything(world, number);
    writes.extend(contacts::everything(world, number));
    writes.extend(chats::everything(world, number));
    writes.extend(messages::everything(world, number));
    writes.extend(labels::everything(world, number));
    writes.extend(quick_replies::everything(world, number));
    writes
}
