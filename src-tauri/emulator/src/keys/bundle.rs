//! A key bundle: what anyone needs to write to a device for the first time.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use wacore_libsignal::protocol::error::Result;
use wacore_libsignal::protocol::{IdentityKey, PreKeyBundle, PublicKey};

use super::SignedKey;
use crate::network::stanza::id3;
use crate::network::{DeviceAddress, World};

/// The keys of one device, with at most one of its one-time keys.
pub(crate) struct Bundle {
    pub(crate) registration: u32,
    pub(crate) identity: [u8; 32],
    pub(crate) signed: SignedKey,
    pub(crate) one_time: Option<(u32, [u8; 32])>,
    /// A companion's proof that the phone signed it.
    pub(crate) device_identity: Option<Vec<u8>>,
}

/// Takes a bundle of a device; its one-time key is gone from the store.
pub(crate) fn take_bundle(world: &mut World, address: &DeviceAddress) -> Option<Bundle> {
    let account = world.accounts.get_mut(&address.number)?;
    if address.is_phone() {
        return Some(account.handset.signal.take_bundle());
    }
    let companion = account.companions.get_mut(&address.device).filter(|companion| companion.confirmed)?;
    let bundle = Bundle {
        registration: companion.keys.registration,
        identity: companion.keys.identity,
        signed: companion.keys.signed.clone(),
        one_time: companion.keys.one_time.take(),
        device_identity: Some(companion.identity.clone()),
    };
    if bundle.one_time.is_some() {
        crate::devices::notice_taken_key(world, address);
    }
    Some(bundle)
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
