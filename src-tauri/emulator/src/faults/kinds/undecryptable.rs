//! A ciphertext is damaged on its way, in a stanza that is not.

use wacore_binary::{Node, NodeContent};

use super::passage::Passage;
use crate::network::stanza::{attr, children};

/// So far from the end lies ciphertext or its authentication in each of Signal's messages: a MAC of 8 bytes ends a
/// message, ids end a first message, a signature of 64 bytes ends a group's.
const FROM_THE_END: usize = 24;

pub(super) fn touches(node: &Node) -> bool {
    node.tag == "message" && has_ciphertext(node)
}

fn has_ciphertext(node: &Node) -> bool {
    node.tag == "enc" || children(node).iter().any(has_ciphertext)
}

/// Whether it brings something to many, encrypted once for all.
pub(super) fn touches_for_all(node: &Node) -> bool {
    node.tag == "message" && children(node).iter().any(is_for_all)
}

fn is_for_all(node: &Node) -> bool {
    node.tag == "enc" && attr(node, "type") == "skmsg"
}

pub(super) fn strike(passage: &mut Passage) {
    damage(&mut passage.node, |_| true);
}

pub(super) fn strike_for_all(passage: &mut Passage) {
    damage(&mut passage.node, is_for_all);
}

fn damage(node: &mut Node, wanted: fn(&Node) -> bool) {
    let hit = node.tag == "enc" && wanted(node);
    match &mut node.content {
        Some(NodeContent::Bytes(bytes)) if hit => {
            let place = bytes.len().saturating_sub(FROM_THE_END);
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 0x10;
            }
        }
        Some(NodeContent::Nodes(nodes)) => nodes.iter_mut().for_each(|node| damage(node, wanted)),
        _ => {}
    }
}
