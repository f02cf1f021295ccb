//! The server's clock is wrong.

use wacore_binary::Node;

use super::passage::Passage;
use crate::faults::Flow;
use crate::network::stanza::attr;

pub(super) fn touches(flow: Flow, node: &Node) -> bool {
    flow == Flow::In && stamp(node).is_some()
}

pub(super) fn strike(passage: &mut Passage, ms: i64) {
    if let Some(seconds) = stamp(&passage.node) {
        let skewed = seconds.saturating_add(ms / 1000).max(0);
        passage.node.attrs.insert("t", skewed.to_string());
    }
}

/// When the server says that it wrote the stanza, in seconds.
fn stamp(node: &Node) -> Option<i64> {
    attr(node, "t").parse().ok()
}
