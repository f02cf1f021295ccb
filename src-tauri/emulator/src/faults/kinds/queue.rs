//! The offline queue comes twice over, or in pieces.

use wacore_binary::Node;

use crate::faults::FaultKind;
use crate::faults::register::Struck;

pub(in crate::faults) fn is_hit_by(kind: &FaultKind) -> bool {
    matches!(kind, FaultKind::QueueTwice | FaultKind::QueueInPieces { .. })
}

/// A stanza that waited for its device.
pub(in crate::faults) fn is_backlog(node: &Node) -> bool {
    node.attrs.contains_key("offline")
}

/// The marker after the last of them.
pub(in crate::faults) fn is_end(node: &Node) -> bool {
    node.tag == "ib" && node.get_optional_child("offline").is_some()
}

/// The queue as the faults that struck it deliver it, each stanza with its earliest moment.
pub(in crate::faults) fn rearrange(struck: &[Struck], backlog: Vec<Node>, now_ms: u64) -> Vec<(u64, Node)> {
    let mut queue = backlog;
    let (mut piece, mut pause_ms) = (usize::MAX, 0);
    for strike in struck {
        match strike.kind {
            FaultKind::QueueTwice => queue = [queue.clone(), queue].concat(),
            FaultKind::QueueInPieces { size, pause_ms: pause } => {
                piece = usize::try_from(size.max(1)).unwrap_or(usize::MAX);
                pause_ms = pause;
            }
            _ => {}
        }
    }
    let due_ms = |place: usize| now_ms.saturating_add(pause_ms.saturating_mul((place / piece) as u64));
    queue.into_iter().enumerate().map(|(place, node)| (due_ms(place), node)).collect()
}

#[cfg(test)]
mod tests {
    use wacore_binary::builder::NodeBuilder;

    use super::*;

    #[test]
    fn a_queue_comes_twice_and_in_pieces() {
        let backlog: Vec<Node> = ["a", "b", "c"].map(|tag| NodeBuilder::new(tag).build()).into();
        let struck = [FaultKind::QueueTwice, FaultKind::QueueInPieces { size: 2, pause_ms: 10 }];
        let struck = struck.map(|kind| Struck { kind, share: 0.0 });
        let order = |queue: Vec<(u64, Node)>| -> Vec<(u64, String)> {
            queue.into_iter().map(|(due_ms, node)| (due_ms, node.tag.to_string())).collect()
        };
        let expected = [(100, "a"), (100, "b"), (110, "c"), (110, "a"), (120, "b"), (120, "c")];
        assert_eq!(
            order(rearrange(&struck, backlog.clone(), 100)),
            expected.map(|(due_ms, tag)| (due_ms, tag.to_owned()))
        );
        assert_eq!(order(rearrange(&[], backlog, 100)).len(), 3, "a fault that did not strike changes nothing");
    }
}
