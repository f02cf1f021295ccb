//! Whether a fault strikes: a function of seed, fault, device, direction and count, and of nothing else.

use sha2::{Digest as _, Sha256};
use wacore_binary::Node;

use super::{Fault, Flow};
use crate::network::stanza::attr;

/// The client at the other end, as it named itself at login.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Client {
    /// Empty for a client that is not linked yet.
    pub(crate) number: String,
    pub(crate) device: u16,
}

impl std::fmt::Display for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.number, self.device)
    }
}

impl Fault {
    pub(super) fn concerns(&self, client: &Client) -> bool {
        self.hits.account.as_ref().is_none_or(|account| *account == client.number)
            && self.hits.device.is_none_or(|device| device == client.device)
    }

    pub(super) fn concerns_flow(&self, flow: Flow) -> bool {
        self.hits.flow.is_none_or(|only| only == flow)
    }

    pub(super) fn concerns_stanza(&self, node: &Node) -> bool {
        let Some(wanted) = &self.hits.stanza else { return true };
        let (tag, about) = wanted.split_once('/').map_or((wanted.as_str(), None), |(tag, about)| (tag, Some(about)));
        node.tag == tag
            && about.is_none_or(|about| {
                ["type", "xmlns", "class"].iter().any(|key| attr(node, key) == about)
                    || node.get_optional_child(about).is_some()
            })
    }
}

/// What the dice of one occasion show, from 0 to 1.
pub(super) fn dice(seed: u64, fault: u64, client: &Client, flow: Flow, index: u64) -> f64 {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(fault.to_be_bytes());
    hash.update(client.to_string());
    hash.update([u8::from(flow == Flow::Out)]);
    hash.update(index.to_be_bytes());
    let shown: [u8; 4] = hash.finalize()[..4].try_into().expect("SHA-256 has more than four bytes");
    f64::from(u32::from_be_bytes(shown)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use wacore_binary::builder::NodeBuilder;

    use super::*;
    use crate::faults::FaultKind;

    #[test]
    fn the_dice_are_fair_and_fall_the_same_way_again() {
        let client = Client { number: "5511900000001".into(), device: 1 };
        let throw = |seed| (0..2_000).map(|index| dice(seed, 3, &client, Flow::In, index)).collect::<Vec<_>>();
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8), "another seed, another run");
        let below = throw(7).iter().filter(|shown| **shown < 0.25).count();
        assert!((400..600).contains(&below), "a quarter of 2000 is near 500, not {below}");
    }

    #[test]
    fn a_stanza_is_named_by_its_tag_and_what_it_is_about() {
        let retry = NodeBuilder::new("receipt").attr("type", "retry").build();
        let marker = NodeBuilder::new("ib").children([NodeBuilder::new("offline").build()]).build();
        let hits = |wanted: &str, node: &Node| Fault::new(FaultKind::Drop).stanza(wanted).concerns_stanza(node);
        assert!(hits("receipt", &retry) && hits("receipt/retry", &retry) && hits("ib/offline", &marker));
        assert!(!hits("receipt/read", &retry) && !hits("message", &retry) && !hits("ib/dirty", &marker));
    }
}
