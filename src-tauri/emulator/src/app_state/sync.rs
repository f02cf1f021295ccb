//! `w:sync:app:state`: a companion reads collections from the version it has, and may hand in a patch for each.

use wacore::appstate::schemas::COLLECTIONS;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::collection::{Collection, Refusal};
use super::{actions, notify, open};
use crate::network::stanza::{attr, bytes, children, result};
use crate::network::{DeviceAddress, World};

/// More patches than this come in several answers.
const PAGE: usize = 64;

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
    let account = world.accounts.get_mut(&from.number)?;
    let collection = account.collections.entry(name);
    let Some(patch) = asked.get_optional_child("patch") else {
        let (patches, more) = patches(collection, have);
        let reply = NodeBuilder::new("collection").attr("name", name).attr("type", "result");
        let reply = reply.attr("version", collection.version());
        let reply = if more { reply.attr("has_more_patches", "true") } else { reply };
        return Some(reply.children([patches]).build());
    };
    match collection.accept(name, have, &bytes(patch), &account.handset.keyring) {
        Ok(mutations) => {
            let version = collection.version();
            for mutation in &mutations {
                actions::apply(world, &from.number, mutation);
            }
            notify::tell_others(world, &from.number, name, Some(from));
            let reply = NodeBuilder::new("collection").attr("name", name).attr("type", "result");
            Some(reply.attr("version", version).build())
        }
        Err(Refusal::Conflict) => {
            let (patches, more) = patches(collection, have);
            let mut conflict = refused(name.to_owned(), 409, "conflict", [patches]);
            if more {
                conflict.attrs.insert("has_more_patches", "true");
            }
            Some(conflict)
        }
        Err(Refusal::Forged) => Some(refused(name.to_owned(), 400, "bad-request", [])),
    }
}

/// The next page of what the device has not seen, and whether there is more.
fn patches(collection: &Collection, have: u64) -> (Node, bool) {
    let missing = collection.after(have);
    let page = missing.iter().take(PAGE).map(|patch| NodeBuilder::new("patch").bytes(patch.clone()).build());
    (NodeBuilder::new("patches").children(page).build(), missing.len() > PAGE)
}

fn refused(name: String, code: u16, text: &str, also: impl IntoIterator<Item = Node>) -> Node {
    let error = NodeBuilder::new("error").attr("code", code).attr("text", text).build();
    let reply = NodeBuilder::new("collection").attr("name", name).attr("type", "error");
    reply.children(std::iter::once(error).chain(also)).build()
}
