//! Trusted-contact tokens: an account gives one to whoever it writes to, who shows it when writing back.
//!
//! Wire forms as in whatsapp-rust's `iq/tctoken.rs`.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::{attr, children, jid_attr, result, seconds};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// A companion gives tokens to the people it wrote to. The answer names none: what counts is the notification.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) -> Node {
    let asked = node.get_optional_child("tokens").map(children).unwrap_or_default();
    for token in asked.iter().filter(|token| attr(token, "type") == "trusted_contact") {
        let Some(holder) = jid_attr(token, "jid").and_then(|jid| world.number_of(&jid)) else { continue };
        let at_s = attr(token, "t").parse().unwrap_or_else(|_| seconds(world.now_ms()));
        give(world, &from.number, &holder, at_s);
    }
    result(node, [NodeBuilder::new("tokens").build()])
}

/// The phone writes to somebody: at most once a week it gives a token on that occasion.
pub(crate) fn give_when_due(world: &mut World, giver: &Number, holder: &Number) {
    let now_ms = world.now_ms();
    if giver != holder
        && world.accounts.get(giver).is_some_and(|account| account.standing.trusts.is_due(holder, now_ms))
    {
        give(world, giver, holder, seconds(now_ms));
    }
}

fn give(world: &mut World, giver: &Number, holder: &Number, at_s: u64) {
    let id = world.stanza_id();
    let Some(account) = world.accounts.get_mut(giver) else { return };
    let bytes = account.standing.trusts.give(holder, at_s, &mut world.rng);
    let token = NodeBuilder::new("token").attr("type", "trusted_contact").attr("t", at_s).bytes(bytes).build();
    let notification = NodeBuilder::new("notification")
        .attr("type", "privacy_token")
        .attr("from", account.pn(0))
        .attr("sender_lid", account.lid(0))
        .attr("id", id.as_str())
        .attr("t", at_s)
        .children([NodeBuilder::new("tokens").children([token]).build()])
        .build();
    world.deliver_to_companions(holder, "notification", &id, &notification);
}
