//! Labels, and which chats bear them.

use wacore::appstate::schemas::{LABEL_EDIT, LABEL_JID};
use wacore_binary::Jid;
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::{LabelAssociationAction, LabelEditAction};

use crate::app_state::Label;
use crate::app_state::Write;
use crate::network::Number;
use crate::world::World;

/// A new label, or one with a new name or colour.
pub(crate) fn saved(id: &str, name: &str, color: i32, at_ms: u64) -> Write {
    let action =
        LabelEditAction { name: Some(name.to_owned()), color: Some(color), deleted: Some(false), ..Default::default() };
    edit(id, action, at_ms)
}

/// The label is deleted; its record stays and says so.
pub(crate) fn deleted(id: &str, at_ms: u64) -> Write {
    edit(id, LabelEditAction { deleted: Some(true), ..Default::default() }, at_ms)
}

fn edit(id: &str, action: LabelEditAction, at_ms: u64) -> Write {
    let value = SyncActionValue { label_edit_action: MessageField::some(action), ..Default::default() };
    Write::set(&LABEL_EDIT, &[id], at_ms, value)
}

/// A chat gets the label, or loses it.
pub(crate) fn on_chat(id: &str, chat: &str, labeled: bool, at_ms: u64) -> Write {
    let action = LabelAssociationAction { labeled: Some(labeled), ..Default::default() };
    let value = SyncActionValue { label_association_action: MessageField::some(action), ..Default::default() };
    Write::set(&LABEL_JID, &[id, chat], at_ms, value)
}

pub(super) fn apply(world: &mut World, number: &Number, id: &str, said: Option<&LabelEditAction>) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    let labels = &mut account.handset.settings.labels;
    match said.filter(|said| said.deleted != Some(true)) {
        None => {
            labels.remove(id);
        }
        Some(said) => {
            let label = labels.entry(id.to_owned()).or_insert_with(|| named(id));
            label.name = said.name.clone().unwrap_or_default();
            label.color = said.color.unwrap_or_default();
        }
    }
}

pub(super) fn apply_chat(
    world: &mut World,
    number: &Number,
    id: &str,
    chat: &str,
    said: Option<&LabelAssociationAction>,
) {
    let Ok(jid) = chat.parse::<Jid>() else { return };
    let chat = world.number_of(&jid).map_or(jid, |contact| Jid::pn(contact.as_ref())).to_string();
    let Some(account) = world.accounts.get_mut(number) else { return };
    let labels = &mut account.handset.settings.labels;
    if said.is_some_and(|said| said.labeled == Some(true)) {
        labels.entry(id.to_owned()).or_insert_with(|| named(id)).chats.insert(chat);
    } else if let Some(label) = labels.get_mut(id) {
        label.chats.remove(&chat);
    }
}

fn named(id: &str) -> Label {
    Label { id: id.to_owned(), name: String::new(), color: 0, chats: std::collections::BTreeSet::new() }
}

pub(super) fn everything(world: &World, number: &Number) -> Vec<Write> {
    let at_ms = world.now_ms();
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    let labels = account.handset.settings.labels.values();
    let of = |label: &Label| {
        let chats = label.chats.iter().map(|chat| on_chat(&label.id, chat, true, at_ms)).collect::<Vec<_>>();
        std::iter::once(saved(&label.id, &label.name, label.color, at_ms)).chain(chats)
    };
    labels.flat_map(of).collect()
}
