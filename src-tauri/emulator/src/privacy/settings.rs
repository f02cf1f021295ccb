//! `privacy`: settings read and set by a companion.

use std::collections::BTreeSet;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{Privacy, PrivacyCategory, PrivacyValue, hash_of, tell_own_devices};
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, children, jid_attr, refusal, result};
use crate::world::World;

/// Answers a request for settings or for one list of left-out contacts, or sets what the request says.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let Some(asked) = request.get_optional_child("privacy") else { return result(request, []) };
    if set {
        return change(world, from, request, asked);
    }
    let Some(account) = world.accounts.get(&from.number) else { return refusal(request, 401, "not-authorized") };
    let privacy = &account.privacy;
    let content: Vec<Node> = match asked.get_optional_child("list") {
        Some(list) => match PrivacyCategory::of_wire(&attr(list, "name")) {
            Some(category) => vec![excluded(world, privacy, category)],
            None => return refusal(request, 400, "bad-request"),
        },
        None => PrivacyCategory::EVERY.into_iter().map(|name| category(name, privacy.value(name))).collect(),
    };
    result(request, [NodeBuilder::new("privacy").children(content).build()])
}

fn category(category: PrivacyCategory, value: PrivacyValue) -> Node {
    NodeBuilder::new("category").attr("name", category.wire()).attr("value", value.wire()).build()
}

fn excluded(world: &World, privacy: &Privacy, category: PrivacyCategory) -> Node {
    let nobody = BTreeSet::new();
    let numbers = privacy.excluded.get(&category).unwrap_or(&nobody);
    let users = numbers
        .iter()
        .filter_map(|number| world.accounts.get(number.as_str()))
        .map(|account| NodeBuilder::new("user").attr("jid", account.lid(0)).attr("pn_jid", account.pn(0)).build());
    let list = NodeBuilder::new("list")
        .attr("name", category.wire())
        .attr("value", PrivacyValue::ContactBlacklist.wire())
        .attr("dhash", hash_of(numbers.iter()));
    list.children(users.collect::<Vec<_>>()).build()
}

/// One category at a time is set, as every client does it.
fn change(world: &mut World, from: &DeviceAddress, request: &Node, asked: &Node) -> Node {
    let Some(asked) = asked.get_optional_child("category") else { return refusal(request, 400, "bad-request") };
    let (name, value) = (PrivacyCategory::of_wire(&attr(asked, "name")), PrivacyValue::of_wire(&attr(asked, "value")));
    let (Some(name), Some(value)) = (name, value) else { return refusal(request, 400, "bad-request") };
    if !name.takes(value) {
        return refusal(request, 400, "bad-request");
    }
    let edits: Vec<(bool, String)> = children(asked)
        .iter()
        .filter(|user| user.tag == "user")
        .filter_map(|user| {
            let number = world.number_of(&jid_attr(user, "jid")?)?;
            Some((attr(user, "action") != "remove", super::owned(&number)))
        })
        .collect();
    let Some(account) = world.accounts.get_mut(&from.number) else { return refusal(request, 401, "not-authorized") };
    let known = account.privacy.excluded.entry(name).or_default();
    let told = attr(asked, "dhash");
    if !edits.is_empty() && !known.is_empty() && told != hash_of(known.iter()) {
        return refusal(request, 409, "conflict");
    }
    for (add, number) in edits {
        if add {
            known.insert(number)
        } else {
            known.remove(&number)
        };
    }
    let dhash = hash_of(known.iter());
    set(world, &from.number, name, value, Some(from));
    let mut answer = category(name, value);
    if value == PrivacyValue::ContactBlacklist {
        answer.attrs.insert("dhash", dhash);
    }
    result(request, [NodeBuilder::new("privacy").children([answer]).build()])
}

/// Sets one category and tells the account's other devices.
pub(super) fn set(
    world: &mut World,
    number: &str,
    name: PrivacyCategory,
    value: PrivacyValue,
    by: Option<&DeviceAddress>,
) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    account.privacy.values.insert(name, value);
    let change = NodeBuilder::new("privacy").children([category(name, value)]).build();
    tell_own_devices(world, number, by, &change);
    crate::presence::refresh(world, number);
}
