//! A picture is set or taken away, and those who know the account are told.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::{Pair, Portrayed};
use crate::config::Addressing;
use crate::network::stanza::{attr, bytes, children, refusal, result, seconds};
use crate::network::{ChatId, DeviceAddress, Number, World};

/// A companion sets the picture, or takes it away by sending none.
pub(super) fn hear(world: &mut World, from: &DeviceAddress, portrayed: &Portrayed, request: &Node) -> Node {
    if !may_change(&from.number, portrayed) {
        return refusal(request, 403, "forbidden");
    }
    let sent: Vec<(String, Vec<u8>)> = children(request)
        .iter()
        .filter(|child| child.tag == "picture")
        .map(|child| (attr(child, "type"), bytes(child)))
        .collect();
    let of_type = |preview: bool| sent.iter().find(|(kind, _)| (kind == "preview") == preview).map(|(_, bytes)| bytes);
    let Some(full) = of_type(false).filter(|full| !full.is_empty()) else {
        remove(world, from, portrayed);
        return result(request, []);
    };
    match Pair::of_client(full, of_type(true).map(Vec::as_slice)) {
        None => refusal(request, 406, "not-acceptable"),
        Some(pair) => {
            let id = set(world, from, portrayed, pair);
            result(request, [NodeBuilder::new("picture").attr("id", id).build()])
        }
    }
}

fn may_change(number: &Number, portrayed: &Portrayed) -> bool {
    match portrayed {
        Portrayed::Account(of) => of == number,
    }
}

/// Sets the picture, tells of it, and returns its id.
pub(crate) fn set(world: &mut World, by: &DeviceAddress, portrayed: &Portrayed, pair: Pair) -> u64 {
    let now_s = seconds(world.now_ms());
    let id = world.pictures.put(portrayed, pair, now_s);
    tell(world, by, portrayed, "set", Some(id));
    id
}

/// Takes the picture away and tells of it, if there was one.
pub(crate) fn remove(world: &mut World, by: &DeviceAddress, portrayed: &Portrayed) {
    if world.pictures.take(portrayed) {
        tell(world, by, portrayed, "delete", None);
    }
}

fn tell(world: &mut World, by: &DeviceAddress, portrayed: &Portrayed, change: &'static str, id: Option<u64>) {
    let (Some(of), Ok(author)) = (address(world, portrayed), world.account(&by.number)) else { return };
    let mut changed =
        NodeBuilder::new(change).attr("jid", &of).attr("author", author.jid(0, world.addressing == Addressing::Lid));
    if let Some(id) = id {
        changed = changed.attr("id", id);
    }
    let notification = NodeBuilder::new("notification")
        .attr("type", "picture")
        .attr("from", &of)
        .attr("t", seconds(world.now_ms()))
        .children([changed.build()])
        .build();
    for listener in listeners(world, portrayed) {
        for device in world.companions_of(&listener) {
            if device == *by {
                continue;
            }
            let id = world.stanza_id();
            let mut copy = notification.clone();
            copy.attrs.insert("id", id.as_str());
            world.deliver(&device, "notification", &id, copy);
        }
    }
}

fn address(world: &World, portrayed: &Portrayed) -> Option<Jid> {
    match portrayed {
        Portrayed::Account(number) => Some(world.account(number).ok()?.jid(0, world.addressing == Addressing::Lid)),
    }
}

/// The account itself, and whoever wrote it into an address book or has a chat with it.
fn listeners(world: &World, portrayed: &Portrayed) -> Vec<Number> {
    match portrayed {
        Portrayed::Account(number) => {
            let chat = ChatId::person(number);
            let knows = |account: &&crate::network::Account| {
                account.number == *number
                    || account.handset.address_book.contains_key(number)
                    || account.handset.chats.contains_key(&chat)
            };
            world.accounts.values().filter(knows).map(|account| Number::clone(&account.number)).collect()
        }
    }
}
