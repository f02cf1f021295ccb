//! `usync`: who has WhatsApp, with which devices, under which privacy id.

use std::sync::Arc;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use crate::devices::list_hash;
use crate::network::stanza::{attr, bytes, children, jid_attr, result, seconds};
use crate::network::{ChatId, DeviceAddress, Number, World};
use crate::pairing::key_index_list;

/// Answers every protocol that the query names, for every user in its list.
pub(crate) fn usync(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    let Some(query) = request.get_optional_child("usync") else { return result(request, []) };
    let protocols: Vec<String> = query
        .get_optional_child("query")
        .map(children)
        .unwrap_or_default()
        .iter()
        .map(|node| node.tag.to_string())
        .collect();
    let asked = query.get_optional_child("list").map(children).unwrap_or_default();
    let users: Vec<Node> = asked.iter().filter_map(|user| answer(world, from, user, &protocols)).collect();
    let reply = NodeBuilder::new("usync")
        .attr("sid", attr(query, "sid"))
        .attr("mode", attr(query, "mode"))
        .attr("context", attr(query, "context"));
    result(
        request,
        [reply
            .children([NodeBuilder::new("result").build(), NodeBuilder::new("list").children(users).build()])
            .build()],
    )
}

fn answer(world: &mut World, from: &DeviceAddress, user: &Node, protocols: &[String]) -> Option<Node> {
    let asked_number = user.get_optional_child("contact").map(bytes).filter(|text| !text.is_empty());
    let digits: String =
        asked_number.iter().flatten().filter(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
    let asked_jid = jid_attr(user, "jid").map(Jid::into_non_ad);
    let number = match &asked_jid {
        Some(jid) => world.number_of(jid),
        None => registered_as(world, &digits),
    };
    let Some(number) = number else { return unknown(asked_jid, &digits, protocols) };
    if protocols.iter().any(|protocol| protocol == "devices") && number != from.number {
        let watcher = Arc::clone(&from.number);
        world.account_mut(&number).ok()?.watchers.insert(watcher);
    }
    let now_ms = world.now_ms();
    let account = world.accounts.get(&number)?;
    let content: Vec<Node> = protocols
        .iter()
        .filter_map(|protocol| match protocol.as_str() {
            "contact" => {
                Some(NodeBuilder::new("contact").attr("type", "in").string_content(format!("+{number}")).build())
            }
            "lid" => Some(NodeBuilder::new("lid").attr("val", account.lid(0)).build()),
            "devices" => {
                let signed = key_index_list(account, now_ms, &mut world.rng);
                let companions = account.linked().map(|(id, companion)| {
                    NodeBuilder::new("device").attr("id", id).attr("key-index", companion.key_index).build()
                });
                let devices = std::iter::once(NodeBuilder::new("device").attr("id", 0).build()).chain(companions);
                let list = NodeBuilder::new("device-list").attr("hash", list_hash(account)).children(devices).build();
                let indexes = NodeBuilder::new("key-index-list").attr("ts", seconds(now_ms)).bytes(signed).build();
                Some(NodeBuilder::new("devices").children([list, indexes]).build())
            }
            "picture" => {
                let picture = world.pictures.of(&ChatId::person(&number))?;
                Some(NodeBuilder::new("picture").attr("id", picture.id).build())
            }
            "status" => Some(NodeBuilder::new("status").attr("t", seconds(now_ms)).string_content("").build()),
            _ => None,
        })
        .collect();
    let jid = asked_jid.unwrap_or_else(|| account.pn(0));
    Some(NodeBuilder::new("user").attr("jid", jid).attr("pn_jid", account.pn(0)).children(content).build())
}

/// Brazilian mobiles gained a ninth digit; WhatsApp answers with the form under which the account was registered.
fn registered_as(world: &World, digits: &str) -> Option<Number> {
    let exact = world.accounts.get_key_value(digits);
    let twin = match (digits.get(..2), digits.len()) {
        (Some("55"), 13) if digits.as_bytes()[4] == b'9' => Some(format!("{}{}", &digits[..4], &digits[5..])),
        (Some("55"), 12) => Some(format!("{}9{}", &digits[..4], &digits[4..])),
        _ => None,
    };
    let found = exact.or_else(|| world.accounts.get_key_value(twin?.as_str()));
    found.map(|(number, _)| Arc::clone(number))
}

fn unknown(asked: Option<Jid>, digits: &str, protocols: &[String]) -> Option<Node> {
    let jid = asked.or_else(|| (!digits.is_empty()).then(|| Jid::pn(digits)))?;
    let content = protocols
        .iter()
        .any(|protocol| protocol == "contact")
        .then(|| NodeBuilder::new("contact").attr("type", "out").build());
    Some(NodeBuilder::new("user").attr("jid", jid).children(content).build())
}
