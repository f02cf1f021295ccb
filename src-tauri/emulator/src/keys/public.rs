//! The public keys of a device.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::one_time::OneTimeKeys;
use crate::network::stanza::{big_endian, child_bytes, id3};

/// What a device uploaded of itself.
#[derive(Clone)]
pub(crate) struct PublicKeys {
    pub(crate) registration: u32,
    pub(crate) identity: [u8; 32],
    pub(crate) signed: SignedKey,
    pub(crate) one_time: OneTimeKeys,
}

/// A signed prekey.
#[derive(Clone)]
pub(crate) struct SignedKey {
    pub(crate) id: u32,
    pub(crate) key: [u8; 32],
    pub(crate) signature: Vec<u8>,
}

impl SignedKey {
    pub(super) fn read(node: &Node) -> Option<Self> {
        let key = child_bytes(node, "value").try_into().ok()?;
        Some(Self { id: big_endian(&child_bytes(node, "id")), key, signature: child_bytes(node, "signature") })
    }

    pub(crate) fn write(&self) -> Node {
        NodeBuilder::new("skey")
            .children([
                NodeBuilder::new("id").bytes(id3(self.id)).build(),
                NodeBuilder::new("value").bytes(self.key).build(),
                NodeBuilder::new("signature").bytes(self.signature.clone()).build(),
            ])
            .build()
    }
}
