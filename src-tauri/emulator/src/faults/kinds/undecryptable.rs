//! A ciphertext is damaged on its way, in a stanza that is not.

use wacore_binary::{Node, NodeContent};

use super::Passage;
use crate::network::stanza::children;

/// So far from the end lies ciphertext or its authentication in each of Signal's messages: a MAC of 8 bytes ends a
/// message, ids end a first message, a signature of 64 bytes ends a group's.
const FROM_THE_END: usize = 24;

pub(super) fn touches(node: &Node) -> bool {
    node.tag == "message" && has_ciphertext(node)
}

fn has_ciphertext(node: &Node) -> bool {
    node.tag == "enc" || children(node).iter().any(has_ciphertext)
}

pub(super) fn strike(passage: &mut Passage) {
    damage(&mut passage.node);
}

fn damage(node: &mut Node) {
    match &mut node.content {
        Some(NodeContent::Bytes(bytes)) if node.tag == "enc" => {
            let place = bytes.len().saturating_sub(FROM_THE_END);
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 0x10;
            }
        }
        Some(NodeContent::Nodes(nodes)) => nodes.iter_mut().for_each(damage),
        _ => {}
    }
}
