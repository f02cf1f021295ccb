//! A device that is linked is told that it is not.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::passage::Passage;
use crate::faults::Flow;

pub(super) fn touches(flow: Flow, node: &Node) -> bool {
    flow == Flow::In && node.tag == "success"
}

pub(super) fn strike(passage: &mut Passage) {
    passage.followed_by = Some(NodeBuilder::new("stream:error").attr("code", "401").build());
}
