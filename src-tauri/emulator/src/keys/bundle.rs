//! A key bundle: what anyone needs to write to a device for the first time.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use wacore_libsignal::protocol::error::Result;
use wacore_libsignal::protocol::{IdentityKey, PreKeyBundle, PublicKey};

use super::public::SignedKey;
use crate::network::stanza::{big_endian, bytes, child_bytes, id3};

/// The keys of one device, with at most one of its one-time keys.
pub(crate) struct Bundle {
    pub(crate) registration: u32,
    pub(crate) identity: [u8; 32],
    pub(crate) signed: SignedKey,
    pub(crate) one_time: Option<(u32, [u8; 32])>,
    /// A companion's proof that the phone signed it.
    pub(crate) device_identity: Option<Vec<u8>>,
}

impl Bundle {
    /// The bundle as a stanza, under the address it was asked for.
    pub(crate) fn write(&self, jid: &Jid) -> Node {
        let mut content = vec![
            NodeBuilder::new("registration").bytes(self.registration.to_be_bytes()).build(),
            NodeBuilder::new("type").bytes([5]).build(),
            NodeBuilder::new("identity").bytes(self.identity).build(),
            self.signed.write(),
        ];
        if let Some((id, key)) = self.one_time {
            let parts = [NodeBuilder::new("id").bytes(id3(id)).build(), NodeBuilder::new("value").bytes(key).build()];
            content.push(NodeBuilder::new("key").children(parts).build());
        }
        if let Some(identity) = &self.device_identity {
            content.push(NodeBuilder::new("device-identity").bytes(identity.clone()).build());
        }
        NodeBuilder::new("user").attr("jid", jid).children(content).build()
    }

    /// The bundle as the Signal library takes it.
    pub(crate) fn for_signal(&self, device: u16) -> Result<PreKeyBundle> {
        let one_time = match self.one_time {
            Some((id, key)) => Some((id.into(), PublicKey::from_djb_public_key_bytes(&key)?)),
            None => None,
        };
        PreKeyBundle::new(
            self.registration,
            u32::from(device).into(),
            one_time,
            self.signed.id.into(),
            PublicKey::from_djb_public_key_bytes(&self.signed.key)?,
            self.signed.signature.clone(),
            IdentityKey::new(PublicKey::from_djb_public_key_bytes(&self.identity)?),
        )
    }
}

/// A key bundle as a retry receipt carries it.
pub(crate) fn read_retry(node: &Node) -> Option<Bundle> {
    let keys = node.get_optional_child("keys")?;
    let one_time = keys
        .get_optional_child("key")
        .and_then(|key| Some((big_endian(&child_bytes(key, "id")), child_bytes(key, "value").try_into().ok()?)));
    let identity = keys.get_optional_child("identity").map(bytes)?.try_into().ok()?;
    Some(Bundle {
        registration: big_endian(&child_bytes(node, "registration")),
        identity,
        signed: SignedKey::read(keys.get_optional_child("skey")?)?,
        one_time,
        device_identity: None,
    })
}
