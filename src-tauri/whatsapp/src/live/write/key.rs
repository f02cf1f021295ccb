//! How a mark names its message, from this account's point of view.

use portaria_domain::{Address, Jid, MessageKey, Server};
use waproto::whatsapp::MessageKey as WireKey;

/// The form of an address that goes with a chat: privacy ids in groups and chats that are one themselves.
pub(super) fn form<'a>(address: &'a Address, chat: &Jid) -> Option<&'a Jid> {
    match chat.server() {
        Server::Pn => address.primary(),
        _ => address.lid.as_ref().or(address.pn.as_ref()),
    }
}

/// The same of two people who are named together: one form for both, where both have one.
pub(super) fn forms<'a>(one: &'a Address, other: &'a Address, chat: &Jid) -> Option<(&'a Jid, &'a Jid)> {
    let by_number = one.pn.as_ref().zip(other.pn.as_ref());
    let by_lid = one.lid.as_ref().zip(other.lid.as_ref());
    let both = if chat.server() == Server::Pn { by_number.or(by_lid) } else { by_lid.or(by_number) };
    both.or_else(|| form(one, chat).zip(form(other, chat)))
}

/// Names a message in the chat `to`; in a chat of many with its writer.
pub(super) fn key(target: &MessageKey, to: &Jid) -> WireKey {
    let is_of_many = !matches!(to.server(), Server::Pn | Server::Lid);
    let writer = is_of_many.then(|| form(&target.sender, to)).flatten();
    WireKey {
        remote_jid: Some(to.to_string()),
        from_me: Some(target.from_me),
        id: Some(target.id.to_string()),
        participant: writer.map(ToString::to_string),
    }
}
