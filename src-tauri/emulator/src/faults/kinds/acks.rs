//! Acknowledgements get lost: the server's, or the client's, whose receipts acknowledge messages.

use wacore_binary::Node;

use super::passage::Passage;
use crate::faults::Flow;

pub(super) fn touches(flow: Flow, node: &Node) -> bool {
    node.tag == "ack" || flow == Flow::Out && node.tag == "receipt"
}

pub(super) fn strike(passage: &mut Passage) {
    passage.arrivals = 0;
}
