//! The phone's address book, which companions know contacts' names from.

use wacore::appstate::schemas::CONTACT;
use wacore_binary::Jid;
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::ContactAction;

use crate::app_state::Write;
use crate::network::Number;
use crate::world::World;

/// A contact under a name of the owner's choosing; the privacy id and the user name go with it where the
/// contact has WhatsApp and one.
pub(crate) fn saved(world: &World, contact: &Number, full_name: &str) -> Write {
    let known = world.accounts.get(contact);
    let lid = known.map(|account| account.lid(0).to_string());
    let action = ContactAction {
        full_name: Some(full_name.to_owned()),
        first_name: full_name.split(' ').next().map(str::to_owned),
        lid_jid: lid,
        save_on_primary_addressbook: Some(true),
        username: known.and_then(|account| account.username.clone()),
        ..Default::default()
    };
    let value = SyncActionValue { contact_action: MessageField::some(action), ..Default::default() };
    Write::set(&CONTACT, &[&Jid::pn(contact.as_ref()).to_string()], world.now_ms(), value)
}

/// The owner deletes a contact.
pub(crate) fn forgotten(world: &World, contact: &Number) -> Write {
    Write::remove(&CONTACT, &[&Jid::pn(contact.as_ref()).to_string()], world.now_ms())
}

pub(super) fn apply(world: &mut World, number: &Number, contact: &str, said: Option<&ContactAction>) {
    let Ok(jid) = contact.parse::<Jid>() else { return };
    let Some(contact) = world.number_of(&jid).or_else(|| jid.is_pn().then(|| Number::from(jid.user.as_str()))) else {
        return;
    };
    let Some(account) = world.accounts.get_mut(number) else { return };
    let full_name = said.and_then(|said| said.full_name.clone().or_else(|| said.first_name.clone()));
    match full_name.filter(|name| !name.is_empty()) {
        Some(name) => account.handset.address_book.insert(contact, name),
        None => account.handset.address_book.remove(&contact),
    };
}

pub(super) fn everything(world: &World, number: &Number) -> Vec<Write> {
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    account.handset.address_book.iter().map(|(contact, name)| saved(world, contact, name)).collect()
}
