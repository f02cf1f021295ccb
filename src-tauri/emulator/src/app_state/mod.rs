//! App state: encrypted settings that an account's devices share through the server.
//!
//! The server only stamps versions; the phone, which lives here too, holds the key and keeps the strict account of
//! every MAC, for its own patches and for those of companions.

mod collection;
mod key;

use std::collections::BTreeMap;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::{ContactAction, PushNameSetting};

pub(crate) use collection::SavedCollection;
pub(crate) use key::SyncKey;

use collection::{Collection, Refusal, Write};

use crate::network::stanza::{attr, bytes, children, result};
use crate::network::{DeviceAddress, World};

/// The collections of one account, by name.
#[derive(Default)]
pub(crate) struct Collections(BTreeMap<String, Collection>);

impl Collections {
    pub(crate) fn save(&self) -> BTreeMap<String, SavedCollection> {
        self.0.iter().map(|(name, collection)| (name.clone(), collection.save())).collect()
    }

    pub(crate) fn restore(saved: BTreeMap<String, SavedCollection>) -> Self {
        Self(saved.into_iter().map(|(name, saved)| (name, Collection::restore(saved))).collect())
    }
}

/// The push name, which a companion learns from here alone.
const CRITICAL: &str = "critical_block";
/// The owner's address book.
const CONTACTS: &str = "critical_unblock_low";

/// Before the first companion reads: the phone writes its push name and its address book.
pub(crate) fn prepare(world: &mut World, number: &str) {
    let at_ms = i64::try_from(world.now_ms()).unwrap_or(i64::MAX);
    let Some(account) = world.accounts.get(number) else { return };
    if account.collections.0.contains_key(CRITICAL) {
        return;
    }
    let name = SyncActionValue {
        timestamp: Some(at_ms),
        push_name_setting: MessageField::some(PushNameSetting { name: Some(account.name.clone()) }),
        ..Default::default()
    };
    let name = Write { index: vec!["setting_pushName".to_owned()], value: name, version: 1 };
    let contacts: Vec<Write> = account
        .handset
        .address_book
        .iter()
        .filter_map(|(contact, full_name)| {
            let contact = world.accounts.get(contact)?;
            let action = ContactAction {
                full_name: Some(full_name.clone()),
                first_name: full_name.split(' ').next().map(str::to_owned),
                lid_jid: Some(contact.lid(0).to_string()),
                save_on_primary_addressbook: Some(true),
                ..Default::default()
            };
            let value = SyncActionValue {
                timestamp: Some(at_ms),
                contact_action: MessageField::some(action),
                ..Default::default()
            };
            Some(Write { index: vec!["contact".to_owned(), contact.pn(0).to_string()], value, version: 2 })
        })
        .collect();
    write(world, number, CRITICAL, &[name]);
    if !contacts.is_empty() {
        write(world, number, CONTACTS, &contacts);
    }
}

fn write(world: &mut World, number: &str, name: &str, writes: &[Write]) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    let collection = account.collections.0.entry(name.to_owned()).or_default();
    collection.write(name, writes, &account.handset.sync_key, &mut world.rng);
    tell_others(world, number, name, None);
}

/// A companion reads collections from the version it has, and may hand in a patch for each.
pub(crate) fn sync(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    prepare(world, &from.number);
    let asked = request.get_optional_child("sync").map(children).unwrap_or_default();
    let collections: Vec<Node> =
        asked.iter().filter(|node| node.tag == "collection").filter_map(|node| answer(world, from, node)).collect();
    result(request, [NodeBuilder::new("sync").children(collections).build()])
}

fn answer(world: &mut World, from: &DeviceAddress, asked: &Node) -> Option<Node> {
    let name = attr(asked, "name");
    let have: u64 = attr(asked, "version").parse().unwrap_or(0);
    let account = world.accounts.get_mut(&from.number)?;
    let collection = account.collections.0.entry(name.clone()).or_default();
    let reply = NodeBuilder::new("collection").attr("name", name.as_str());
    if let Some(patch) = asked.get_optional_child("patch") {
        if let Err(refusal) = collection.accept(&name, have, &bytes(patch), &account.handset.sync_key) {
            let (code, text) = match refusal {
                Refusal::Conflict => (409, "conflict"),
                Refusal::Forged => (400, "bad-request"),
            };
            let error = NodeBuilder::new("error").attr("code", code).attr("text", text).build();
            return Some(reply.attr("type", "error").children([error]).build());
        }
        let version = collection.version();
        tell_others(world, &from.number, &name, Some(from));
        return Some(reply.attr("type", "result").attr("version", version).build());
    }
    let patches = collection.after(have).iter().map(|patch| NodeBuilder::new("patch").bytes(patch.clone()).build());
    let patches = NodeBuilder::new("patches").children(patches).build();
    Some(reply.attr("type", "result").attr("version", collection.version()).children([patches]).build())
}

/// Companions that already read the collection are told that it moved on.
fn tell_others(world: &mut World, number: &str, name: &str, except: Option<&DeviceAddress>) {
    let Some(version) =
        world.accounts.get(number).and_then(|account| account.collections.0.get(name)).map(Collection::version)
    else {
        return;
    };
    for device in world.companions_of(number) {
        if Some(&device) == except || !world.companion(&device).is_some_and(|companion| companion.introduced) {
            continue;
        }
        let id = world.stanza_id();
        let collection = NodeBuilder::new("collection").attr("name", name).attr("version", version).build();
        let notification = NodeBuilder::new("notification")
            .attr("from", SERVER_JID)
            .attr("type", "server_sync")
            .attr("id", id.as_str());
        world.deliver(&device, "notification", &id, notification.children([collection]).build());
    }
}
