//! What each action does to the phone, and how the phone says it: one kind of action a file.

mod account;
pub(crate) mod contacts;
pub(crate) mod labels;
pub(crate) mod quick_replies;

pub(crate) use account::{locale, name, unarchive_chats};

use wacore::appstate::Mutation;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::syncd_mutation::SyncdOperation;

use super::write::Write;
use crate::network::{Number, World};

/// Does what a setting says, whichever device wrote it. Actions that a phone shows nothing of are passed over.
pub(super) fn apply(world: &mut World, number: &Number, mutation: &Mutation) {
    let value = mutation.action_value.as_ref().filter(|_| mutation.operation == SyncdOperation::SET);
    let index: Vec<&str> = mutation.index.iter().map(String::as_str).collect();
    let nothing = SyncActionValue::default();
    let said = value.unwrap_or(&nothing);
    match index.as_slice() {
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
    writes.extend(labels::everything(world, number));
    writes.extend(quick_replies::everything(world, number));
    writes
}
