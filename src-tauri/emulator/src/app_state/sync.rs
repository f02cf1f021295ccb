//! `w:sync:app:state`: a companion reads collections from the version it has, and may hand in a patch for each.

use wacore::appstate::schemas::COLLECTIONS;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::Message as _;

use super::collection::Refusal;
use super::{actions, external, notify, open};
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, bytes, children, result};
use crate::world::World;

/// More patches than this come in several answers.
const PAGE: usize = 64;
/// Who misses more patches than this gets a snapshot, asked for or not.
const FAR_BEHIND: usize = 1_000;

/// Answers every collection that is asked for.
pub(crate) fn sync(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    open(world, &from.number);
    let asked = request.get_optional_child("sync").map(children).unwrap_or_default();
    let collections: Vec<Node> =
        asked.iter().filter(|node| node.tag == "collection").filter_map(|node| answer(world, from, node)).collect();
    result(request, [NodeBuilder::new("sync").children(collections).build()])
}

fn answer(world: &mut World, from: &DeviceAddress, asked: &Node) -> Option<Node> {
    let name = attr(asked, "name");
    let Some(name) = COLLECTIONS.iter().map(|known| known.as_str()).find(|known| *known == name) else {
        return Some(refused(name, 404, "item-not-found", []));
    };
    let have: u64 = attr(asked, "version").parse().unwrap_or(0);
    let Some(patch) = asked.get_optional_child("patch") else {
        let from_nothing = have == 0 && attr(asked, "return_snapshot") == "true";
        return read(world, &from.number, name, have, from_nothing);
    };
    let accepted = external::take_in(world, bytes(patch)).ok_or(Refusal::Forged).and_then(|patch| {
        let account = world.accounts.get_mut(&from.number).ok_or(Refusal::Forged)?;
        account.collections.entry(name).accept(name, have, &patch, &account.handset.keyring)
    });
    match accepted {
        Ok(mutations) => {
            for mutation in &mutations {
                actions::apply(world, &from.number, mutation);
            }
            notify::tell_others(world, &from.number, name, Some(from));
            let reply = NodeBuilder::new("collection").attr("name", name).attr("type", "result");
            Some(reply.attr("version", world.accounts.get(&from.number)?.collections.version(name)?).build())
        }
        Err(Refusal::Conflict) => {
            let (patches, more) = page(world, &from.number, name, have)?;
            let mut conflict = refused(name.to_owned(), 409, "conflict", [patches]);
            if more {
                conflict.attrs.insert("has_more_patches", "true");
            }
            Some(conflict)
        }
        Err(Refusal::Forged) => Some(refused(name.to_owned(), 400, "bad-request", [])),
    }
}

/// What a companion that has version `have` is missing: patches, or a snapshot in their place.
fn read(world: &mut World, number: &str, name: &'static str, have: u64, from_nothing: bool) -> Option<Node> {
    let most = if from_nothing { world.app_state.snapshot_after } else { FAR_BEHIND };
    let collection = world.accounts.get_mut(number)?.collections.entry(name);
    let reply = NodeBuilder::new("collection").attr("name", name).attr("type", "result");
    let reply = reply.attr("version", collection.version());
    let snapshot = (collection.after(have).len() > most).then(|| collection.snapshot()).flatten();
    if let Some(Ok(reference)) = snapshot.map(|snapshot| external::put(world, &snapshot.encode_to_vec())) {
        let snapshot = NodeBuilder::new("snapshot").bytes(reference.encode_to_vec()).build();
        return Some(reply.children([snapshot]).build());
    }
    let (patches, more) = page(world, number, name, have)?;
    let reply = if more { reply.attr("has_more_patches", "true") } else { reply };
    Some(reply.children([patches]).build())
}

/// The next page of what the device has not seen, and whether there is more.
fn page(world: &mut World, number: &str, name: &'static str, have: u64) -> Option<(Node, bool)> {
    let missing = world.accounts.get_mut(number)?.collections.entry(name).after(have);
    let (more, page) = (missing.len() > PAGE, missing.iter().take(PAGE).cloned().collect::<Vec<_>>());
    let patches = page.iter().map(|patch| NodeBuilder::new("patch").bytes(external::hand_out(world, patch)).build());
    let patches: Vec<Node> = patches.collect();
    Some((NodeBuilder::new("patches").children(patches).build(), more))
}

fn refused(name: String, code: u16, text: &str, also: impl IntoIterator<Item = Node>) -> Node {
    let error = NodeBuilder::new("error").attr("code", code).attr("text", text).build();
    let reply = NodeBuilder::new("collection").attr("name", name).attr("type", "error");
    reply.children(std::iter::once(error).chain(also)).build()
}
