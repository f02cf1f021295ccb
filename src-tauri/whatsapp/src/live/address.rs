//! From the library's addresses to ours: without devices, and with both forms where they are known.

use portaria_domain::{Address, Jid, Server};
use wacore_binary::{Jid as WireJid, JidExt as _, Server as WireServer};
use whatsapp_rust::Client;

/// The address without its device. `None`: a kind that the rooms above do not know, such as a bot.
pub(super) fn bare(jid: &WireJid) -> Option<Jid> {
    let server = match jid.server {
        WireServer::Pn | WireServer::Hosted | WireServer::Legacy => Server::Pn,
        WireServer::Lid | WireServer::HostedLid => Server::Lid,
        WireServer::Group => Server::Group,
        WireServer::Broadcast => Server::Broadcast,
        WireServer::Newsletter => Server::Newsletter,
        _ => return None,
    };
    Jid::new(jid.user_base(), server).ok()
}

/// An address as it stands in a protobuf.
pub(super) fn parsed(text: &str) -> Option<Jid> {
    bare(&text.parse::<WireJid>().ok()?)
}

/// The address as the library wants it.
pub(super) fn wire(jid: &Jid) -> WireJid {
    let server = match jid.server() {
        Server::Pn => WireServer::Pn,
        Server::Lid => WireServer::Lid,
        Server::Group => WireServer::Group,
        Server::Broadcast => WireServer::Broadcast,
        Server::Newsletter => WireServer::Newsletter,
    };
    WireJid::new(jid.user(), server)
}

/// A party by what the stanza says; no look-up.
pub(super) fn both(one: &WireJid, other: Option<&WireJid>) -> Option<Address> {
    Some(Address::one(bare(one)?).with(other.and_then(bare)))
}

/// A party by what the stanza says, completed from what the session has learnt before.
pub(super) async fn known(client: &Client, one: &WireJid, other: Option<&WireJid>) -> Option<Address> {
    let address = both(one, other)?;
    Some(completed(client, address).await)
}

/// Adds the form that is missing, where the session has learnt it.
pub(super) async fn completed(client: &Client, address: Address) -> Address {
    let missing = match (&address.pn, &address.lid) {
        (Some(pn), None) if pn.server() == Server::Pn => wire(pn),
        (None, Some(lid)) => wire(lid),
        _ => return address,
    };
    // A look-up that fails leaves the address as it was: one form is enough to go on.
    let Ok(Some(entry)) = client.get_lid_pn_entry(&missing).await else { return address };
    let other = if address.pn.is_some() {
        Jid::new(&*entry.lid, Server::Lid)
    } else {
        Jid::new(&*entry.phone_number, Server::Pn)
    };
    address.with(other.ok())
}

/// The account itself, by both its addresses.
pub(super) async fn own_address(client: &Client) -> Option<Address> {
    let device = client.persistence_manager().get_device_snapshot();
    let pn = device.pn.as_ref().and_then(bare);
    let lid = device.lid.as_ref().and_then(bare);
    let address = match (pn, lid) {
        (Some(pn), lid) => Address::one(pn).with(lid),
        (None, Some(lid)) => Address::one(lid),
        (None, None) => return None,
    };
    Some(completed(client, address).await)
}

/// Whether an address is the account's own, on whichever of its devices.
pub(super) fn is_own(client: &Client, jid: &WireJid) -> bool {
    let own = client.persistence_manager().get_device_snapshot();
    own.pn.iter().chain(&own.lid).any(|own| own.is_same_user_as(jid))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_device_is_not_part_of_an_address() {
        let jid: WireJid = "5511900000001:7@s.whatsapp.net".parse().unwrap(); // invented number
        assert_eq!(bare(&jid).unwrap().to_string(), "5511900000001@s.whatsapp.net");
    }

    #[test]
    fn both_forms_of_a_person_are_kept_apart() {
        let lid: WireJid = "77001@lid".parse().unwrap();
        let pn: WireJid = "5511900000001:2@s.whatsapp.net".parse().unwrap(); // invented number
        let address = both(&lid, Some(&pn)).unwrap();
        assert_eq!(address.lid.unwrap().to_string(), "77001@lid");
        assert_eq!(address.pn.unwrap().to_string(), "5511900000001@s.whatsapp.net");
    }

    #[test]
    fn an_address_survives_the_way_there_and_back() {
        for text in ["5511900000001@s.whatsapp.net", "77001@lid", "120363000000000001@g.us", "status@broadcast"] {
            let jid: Jid = text.parse().unwrap();
            assert_eq!(bare(&wire(&jid)), Some(jid), "{text}");
        }
    }
}
