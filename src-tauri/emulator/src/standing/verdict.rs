//! Whether the server takes a message.

use wacore::iq::tctoken::compute_cs_token;
use wacore_binary::Node;

use super::new_chats::tell_cap;
use crate::network::stanza::child_bytes;
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// The addressee does not trust the sender: a token is missing, or the account may not reach out.
const MISSING_TOKEN: u16 = 463;
/// Too many new chats.
const NEW_CHATS_CAPPED: u16 = 475;

/// The `error` of the `<ack>` with which a companion's message to one person is turned away; `None` takes it.
pub(crate) fn verdict(world: &mut World, from: &DeviceAddress, to: &Number, node: &Node) -> Option<u16> {
    if *to == from.number {
        return None;
    }
    let now_ms = world.now_ms();
    let trusted = is_trusted(world, from, to, node, now_ms);
    let from_an_official_client = carries_cs_token(world, from, to, node);
    let guarded = world.accounts.get(to).is_some_and(|account| account.standing.guarded);
    let sender = world.accounts.get_mut(&from.number)?;
    let known = sender.handset.chats.contains_key(&ChatId::person(to));
    let standing = &mut sender.standing;
    let error = if !trusted && (standing.lock_at(now_ms).is_some() || (guarded && !from_an_official_client)) {
        Some(MISSING_TOKEN)
    } else if !known && !trusted && !standing.count_new_chat(now_ms) {
        Some(NEW_CHATS_CAPPED)
    } else {
        None
    };
    standing.refused_messages += u32::from(error.is_some());
    if !known && standing.cap.is_some() {
        tell_cap(world, &from.number);
    }
    error
}

/// The message carries the token that its addressee gave to its sender.
fn is_trusted(world: &World, from: &DeviceAddress, to: &Number, node: &Node, now_ms: u64) -> bool {
    let shown = child_bytes(node, "tctoken");
    world.accounts.get(to).is_some_and(|account| account.standing.trusts.recognises(&from.number, &shown, now_ms))
}

/// The message carries the fallback that a client computes from its account's salt.
fn carries_cs_token(world: &World, from: &DeviceAddress, to: &Number, node: &Node) -> bool {
    let shown = child_bytes(node, "cstoken");
    let (Some(sender), Some(addressee)) = (world.accounts.get(&from.number), world.accounts.get(to)) else {
        return false;
    };
    !shown.is_empty() && shown == compute_cs_token(&sender.nct_salt(), &addressee.lid(0).to_string())
}
