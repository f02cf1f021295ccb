//! A picture is set or taken away, and those who know the account or are in the group are told.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::Pair;
use crate::config::Addressing;
use crate::groups::GroupRefusal;
use crate::network::stanza::{attr, bytes, children, refusal, result, seconds};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// A companion sets the picture, or takes it away by sending none.
pub(super) fn hear(world: &mut World, from: &DeviceAddress, of: &ChatId, request: &Node) -> Node {
    if let Err(refused) = may_change(world, &from.number, of) {
        return refused.answer(request);
    }
    let sent: Vec<(String, Vec<u8>)> = children(request)
        .iter()
        .filter(|child| child.tag == "picture")
        .map(|child| (attr(child, "type"), bytes(child)))
        .collect();
    let of_type = |preview: bool| sent.iter().find(|(kind, _)| (kind == "preview") == preview).map(|(_, bytes)| bytes);
    let Some(full) = of_type(false).filter(|full| !full.is_empty()) else {
        remove(world, from, of);
        return result(request, []);
    };
    match Pair::of_client(full, of_type(true).map(Vec::as_slice)) {
        None => refusal(request, 406, "not-acceptable"),
        Some(pair) => {
            let id = set(world, from, of, pair);
            result(request, [NodeBuilder::new("picture").attr("id", id).build()])
        }
    }
}

/// An account changes its own picture; a group's members, or only its admins, change the group's.
fn may_change(world: &World, number: &Number, of: &ChatId) -> Result<(), GroupRefusal> {
    match of {
        ChatId::Person(other) if other == number => Ok(()),
        ChatId::Group(group) => {
            let group = world.groups.find(group)?;
            group.for_members_if(!group.settings.locked, number)
        }
        _ => Err(GroupRefusal::NotAMember),
    }
}

/// Sets the picture, tells of it, and returns its id.
pub(crate) fn set(world: &mut World, by: &DeviceAddress, of: &ChatId, pair: Pair) -> u64 {
    let now_s = seconds(world.now_ms());
    let id = world.pictures.put(of, pair, now_s);
    tell(world, by, of, "set", Some(id));
    id
}

/// Takes the picture away and tells of it, if there was one.
pub(crate) fn remove(world: &mut World, by: &DeviceAddress, of: &ChatId) {
    if world.pictures.take(of) {
        tell(world, by, of, "delete", None);
    }
}

fn tell(world: &mut World, by: &DeviceAddress, of: &ChatId, change: &'static str, id: Option<u64>) {
    let (Some(address), Ok(author)) = (address(world, of), world.account(&by.number)) else { return };
    let mut changed = NodeBuilder::new(change)
        .attr("jid", &address)
        .attr("author", author.jid(0, world.addressing == Addressing::Lid));
    if let Some(id) = id {
        changed = changed.attr("id", id);
    }
    let notification = NodeBuilder::new("notification")
        .attr("type", "picture")
        .attr("from", &address)
        .attr("t", seconds(world.now_ms()))
        .children([changed.build()])
        .build();
    for listener in listeners(world, of) {
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

fn address(world: &World, of: &ChatId) -> Option<Jid> {
    world.chat_jid(of, world.addressing == Addressing::Lid)
}

/// The members of a group; the account itself and whoever wrote it into an address book or has a chat with it.
fn listeners(world: &World, of: &ChatId) -> Vec<Number> {
    match of {
        ChatId::Group(group) => {
            world.groups.find(group).map(|group| group.members.keys().cloned().collect()).unwrap_or_default()
        }
        ChatId::Person(number) => {
            let knows = |account: &&crate::network::Account| {
                account.number == *number
                    || account.handset.address_book.contains_key(number)
                    || account.handset.chats.contains_key(of)
            };
            world.accounts.values().filter(knows).map(|account| Number::clone(&account.number)).collect()
        }
        ChatId::Status | ChatId::Newsletter(_) => Vec::new(),
    }
}
