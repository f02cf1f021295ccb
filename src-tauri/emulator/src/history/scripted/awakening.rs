//! Somebody of an invented past is asked for, and comes to life: whoever answers them is heard.

use wacore_binary::{Jid, Server};

use super::Contact;
use crate::world::World;

/// Opens an account for the person that an address or a number names, if a past tells of them and there is none yet.
pub(crate) fn awaken(world: &mut World, jid: Option<&Jid>, digits: &str) {
    let place = match jid {
        Some(jid) if jid.server == Server::Lid => Contact::place_by_lid(&jid.user),
        Some(jid) => Contact::place(&jid.user),
        None => Contact::place(digits),
    };
    let Some(place) = place else { return };
    let told = |account: &crate::network::Account| {
        account.handset.scripted.as_ref().is_some_and(|past| past.counts().len() > place as usize)
    };
    if world.accounts.values().any(told) {
        let contact = Contact::new(place);
        let _there_already = world.open_account_as(contact.name, &contact.number, contact.lid);
    }
}
