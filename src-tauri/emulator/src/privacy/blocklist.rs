//! `blocklist`: who may not reach the account.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{Privacy, hash_of, tell_own_devices};
use crate::network::stanza::{attr, jid_attr, refusal, result, seconds};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// Answers the list, or blocks and unblocks.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    if let Some(item) = request.get_optional_child("item").filter(|_| set) {
        let Some(jid) = jid_attr(item, "jid") else { return refusal(request, 400, "bad-request") };
        let Some(other) = world.number_of(&jid) else { return refusal(request, 404, "item-not-found") };
        let block = match attr(item, "action").as_str() {
            "block" => true,
            "unblock" => false,
            _ => return refusal(request, 400, "bad-request"),
        };
        // Since privacy ids came, a block that names the number alone is refused (wacore, `iq/blocklist.rs`).
        if block && !(jid.is_lid() && jid_attr(item, "pn_jid").is_some()) || other == from.number {
            return refusal(request, 400, "bad-request");
        }
        self::set(world, &from.number, &other, block, Some(from));
    }
    let Some(account) = world.accounts.get(&from.number) else { return refusal(request, 401, "not-authorized") };
    let items = account.privacy.blocked.iter().filter_map(|(number, at_ms)| {
        let other = world.accounts.get(number.as_str())?;
        let item = NodeBuilder::new("item").attr("jid", other.lid(0)).attr("pn_jid", other.pn(0));
        Some(item.attr("t", seconds(*at_ms)).build())
    });
    let list = NodeBuilder::new("list").attr("dhash", hash(&account.privacy)).attr("addressing_mode", "lid");
    result(request, [list.children(items.collect::<Vec<_>>()).build()])
}

fn hash(privacy: &Privacy) -> String {
    hash_of(privacy.blocked.keys())
}

/// Blocks or unblocks, and tells the account's other devices.
pub(super) fn set(world: &mut World, number: &str, other: &Number, block: bool, by: Option<&DeviceAddress>) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(number) else { return };
    let before = hash(&account.privacy);
    let changed = if block {
        account.privacy.blocked.insert(super::owned(other), now_ms).is_none()
    } else {
        account.privacy.blocked.remove(other.as_ref()).is_some()
    };
    if !changed {
        return;
    }
    let after = hash(&account.privacy);
    let Some(blocked) = world.accounts.get(other) else { return };
    let item = NodeBuilder::new("item")
        .attr("jid", blocked.lid(0))
        .attr("pn_jid", blocked.pn(0))
        .attr("action", if block { "block" } else { "unblock" });
    let change = NodeBuilder::new("blocklist").attr("dhash", after).attr("prev_dhash", before);
    tell_own_devices(world, number, by, &change.children([item.build()]).build());
    crate::presence::refresh(world, number);
}
