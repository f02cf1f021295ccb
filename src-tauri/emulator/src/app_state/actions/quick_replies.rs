//! Texts that the owner keeps ready.

use wacore::appstate::schemas::QUICK_REPLY;
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::QuickReplyAction;

use crate::app_state::QuickReply;
use crate::app_state::Write;
use crate::network::Number;
use crate::world::World;

/// A new text, or one that changed.
pub(crate) fn saved(reply: &QuickReply, at_ms: u64) -> Write {
    let action = QuickReplyAction {
        shortcut: Some(reply.shortcut.clone()),
        message: Some(reply.text.clone()),
        deleted: Some(false),
        ..Default::default()
    };
    written(&reply.id, action, at_ms)
}

/// The text is deleted; its record stays and says so.
pub(crate) fn deleted(id: &str, at_ms: u64) -> Write {
    written(id, QuickReplyAction { deleted: Some(true), ..Default::default() }, at_ms)
}

fn written(id: &str, action: QuickReplyAction, at_ms: u64) -> Write {
    let value = SyncActionValue { quick_reply_action: MessageField::some(action), ..Default::default() };
    Write::set(&QUICK_REPLY, &[id], at_ms, value)
}

pub(super) fn apply(world: &mut World, number: &Number, id: &str, said: Option<&QuickReplyAction>) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    let replies = &mut account.handset.settings.quick_replies;
    match said.filter(|said| said.deleted != Some(true)) {
        None => {
            replies.remove(id);
        }
        Some(said) => {
            let reply = QuickReply {
                id: id.to_owned(),
                shortcut: said.shortcut.clone().unwrap_or_default(),
                text: said.message.clone().unwrap_or_default(),
            };
            replies.insert(id.to_owned(), reply);
        }
    }
}

pub(super) fn everything(world: &World, number: &Number) -> Vec<Write> {
    let at_ms = world.now_ms();
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    account.handset.settings.quick_replies.values().map(|reply| saved(reply, at_ms)).collect()
}
