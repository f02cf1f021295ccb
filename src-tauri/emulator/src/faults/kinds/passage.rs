//! One stanza's way through the gate.

use wacore_binary::Node;

use crate::faults::line::Parcel;

/// One stanza's way through the gate.
pub(in crate::faults) struct Passage {
    pub(in crate::faults) node: Node,
    pub(super) not_before_ms: u64,
    /// How often it arrives.
    pub(super) arrivals: u32,
    pub(super) overtaken_until_ms: Option<u64>,
    pub(super) damage: Option<fn(Node) -> Parcel>,
    /// What comes right behind it.
    pub(super) followed_by: Option<Node>,
    pub(in crate::faults) half_open: bool,
}

impl Passage {
    pub(in crate::faults) fn of(node: Node, not_before_ms: u64) -> Self {
        Self {
            node,
            not_before_ms,
            arrivals: 1,
            overtaken_until_ms: None,
            damage: None,
            followed_by: None,
            half_open: false,
        }
    }

    /// What comes out: each parcel with its earliest moment, and until when it waits to be overtaken.
    pub(in crate::faults) fn parcels(self) -> impl Iterator<Item = (Parcel, u64, Option<u64>)> {
        let damage = self.damage.unwrap_or(Parcel::Whole);
        let (node, due_ms, until_ms) = (self.node, self.not_before_ms, self.overtaken_until_ms);
        let behind = self.followed_by.map(|node| (Parcel::Whole(node), due_ms, None));
        let arrivals = 0..self.arrivals;
        arrivals.map(move |arrival| (damage(node.clone()), due_ms, until_ms.filter(|_| arrival == 0))).chain(behind)
    }
}
