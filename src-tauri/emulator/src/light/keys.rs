//! Who a light client is: its keys, and what it says of itself.

use rand::RngExt as _;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use wacore_libsignal::protocol::KeyPair;
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::client_payload::DevicePairingRegistrationData;
use waproto::whatsapp::{
    ADVDeviceIdentity, ADVSignedDeviceIdentity, ADVSignedDeviceIdentityHMAC, ClientPayload, DeviceProps,
};

use super::{base64, digits};
use crate::network::stanza::id3;
use crate::transport::authority::key_bytes;

/// WhatsApp's domain separator of a companion's signature, from `WAWebAdvSignatureConstants`.
const DEVICE_SIGNATURE: [u8; 2] = [6, 1];

/// The keys of a light client, and its address once a phone approved it.
pub struct LightKeys {
    noise: KeyPair,
    identity: KeyPair,
    signed: KeyPair,
    signature: Vec<u8>,
    adv_secret: [u8; 32],
    registration: u32,
    seed: u64,
    /// Its address by number, once it is linked.
    pub jid: Option<Jid>,
    /// Its address by privacy id, once it is linked.
    pub lid: Option<Jid>,
}

pub(super) struct Countersigned {
    pub(super) key_index: u32,
    pub(super) bytes: Vec<u8>,
}

impl LightKeys {
    pub(super) fn generate(rng: &mut StdRng) -> Self {
        let (noise, identity, signed) = (KeyPair::generate(rng), KeyPair::generate(rng), KeyPair::generate(rng));
        let signature = identity.calculate_signature(&signed.public_key.serialize(), rng);
        Self {
            signature: signature.expect("a generated key can sign").to_vec(),
            noise,
            identity,
            signed,
            adv_secret: rng.random(),
            registration: rng.random_range(1..16_380),
            seed: rng.random(),
            jid: None,
            lid: None,
        }
    }

    /// The public identity key.
    pub fn identity(&self) -> [u8; 32] {
        key_bytes(&self.identity)
    }

    /// The secret that its QR code carries.
    pub fn adv_secret(&self) -> &[u8; 32] {
        &self.adv_secret
    }

    pub(super) fn noise(&self) -> &KeyPair {
        &self.noise
    }

    /// Each login seals under a new chain.
    pub(super) fn chain_seed(&self) -> u64 {
        self.seed ^ 1
    }

    pub(super) fn registration_id(&self) -> u32 {
        self.registration
    }

    pub(super) fn qr(&self, reference: &str) -> String {
        let (noise, identity) = (base64(&key_bytes(&self.noise)), base64(&key_bytes(&self.identity)));
        format!("{reference},{noise},{identity},{},1", base64(&self.adv_secret))
    }

    /// What an unlinked client says of itself, and whether it wants the whole history.
    pub(super) fn registration(&self, everything: bool) -> Vec<u8> {
        let props = DeviceProps {
            os: Some("Light".to_owned()),
            require_full_sync: everything.then_some(true),
            ..Default::default()
        }
        .encode_to_vec();
        let data = DevicePairingRegistrationData {
            e_regid: Some(self.registration.to_be_bytes().to_vec()),
            e_keytype: Some(vec![5]),
            e_ident: Some(key_bytes(&self.identity).to_vec()),
            e_skey_id: Some(id3(1)),
            e_skey_val: Some(key_bytes(&self.signed).to_vec()),
            e_skey_sig: Some(self.signature.clone()),
            device_props: Some(props),
            ..Default::default()
        };
        ClientPayload {
            passive: Some(false),
            pull: Some(false),
            device_pairing_data: MessageField::some(data),
            ..Default::default()
        }
        .encode_to_vec()
    }

    /// What a linked client says of itself.
    pub(super) fn login(&self) -> Vec<u8> {
        ClientPayload {
            username: self.jid.as_ref().and_then(digits),
            device: self.jid.as_ref().map(|jid| u32::from(jid.device)),
            passive: Some(false),
            pull: Some(true),
            ..Default::default()
        }
        .encode_to_vec()
    }

    /// Adds its signature to what the phone signed.
    pub(super) fn countersign(&self, sealed: &[u8]) -> Option<Countersigned> {
        let sealed = ADVSignedDeviceIdentityHMAC::decode_from_slice(sealed).ok()?;
        let mut signed = ADVSignedDeviceIdentity::decode_from_slice(sealed.details.as_deref()?).ok()?;
        let (details, account) = (signed.details.clone()?, signed.account_signature_key.clone()?);
        let key_index = ADVDeviceIdentity::decode_from_slice(&details).ok()?.key_index?;
        let bytes = [&DEVICE_SIGNATURE[..], &details, &self.identity(), &account].concat();
        let mut rng = StdRng::seed_from_u64(self.seed);
        signed.device_signature = Some(self.identity.calculate_signature(&bytes, &mut rng).ok()?.to_vec());
        signed.account_signature_key = None;
        Some(Countersigned { key_index, bytes: signed.encode_to_vec() })
    }

    /// The content of a key upload.
    pub(super) fn upload(&self, count: u32) -> Vec<Node> {
        let mut rng = StdRng::seed_from_u64(self.seed);
        let key = |id: u32, value: Vec<u8>| {
            [NodeBuilder::new("id").bytes(id3(id)).build(), NodeBuilder::new("value").bytes(value).build()]
        };
        let one_time = (1..=count).map(|id| {
            let value = rng.random::<[u8; 32]>().to_vec();
            NodeBuilder::new("key").children(key(id, value)).build()
        });
        let list = NodeBuilder::new("list").children(one_time.collect::<Vec<_>>()).build();
        let signed = key(1, key_bytes(&self.signed).to_vec())
            .into_iter()
            .chain([NodeBuilder::new("signature").bytes(self.signature.clone()).build()]);
        vec![
            NodeBuilder::new("registration").bytes(self.registration.to_be_bytes()).build(),
            NodeBuilder::new("type").bytes([5]).build(),
            NodeBuilder::new("identity").bytes(self.identity()).build(),
            list,
            NodeBuilder::new("skey").children(signed.collect::<Vec<_>>()).build(),
        ]
    }
}
