//! The phone's Signal keys and sessions, in memory.
//!
//! The library's functions are async for stores that wait; these never do, so one poll finishes them.

mod at_once;
mod posts;
mod saved;
mod sender_keys;

use std::collections::HashMap;

use async_trait::async_trait;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use wacore_libsignal::protocol::error::Result;
use wacore_libsignal::protocol::{
    CiphertextMessage, Direction, GenericSignedPreKey as _, IdentityChange, IdentityKey, IdentityKeyPair,
    IdentityKeyStore, KeyPair, PreKeyId, PreKeyRecord, PreKeySignalMessage, PreKeyStore, ProtocolAddress,
    SessionRecord, SessionStore, SignalMessage, SignalProtocolError, SignedPreKeyId, SignedPreKeyRecord,
    SignedPreKeyStore, UsePQRatchet, message_decrypt, message_encrypt, process_prekey_bundle,
};

use at_once::at_once;
pub(crate) use saved::SavedSignal;
use sender_keys::SenderKeys;

use crate::keys::{Bundle, PublicKeys, SignedKey};
use crate::network::DeviceAddress;
use crate::transport::authority::key_bytes;

const SIGNED_KEY_ID: u32 = 1;

/// Everything the phone needs to read and write ciphertexts.
pub(crate) struct Signal {
    pub(crate) identity: IdentityKeyPair,
    identities: Identities,
    one_time: OneTimeKeys,
    signed: SignedKeys,
    sessions: Sessions,
    sender_keys: SenderKeys,
}

impl Signal {
    pub(in crate::phone) fn new(rng: &mut StdRng) -> Self {
        let identity = IdentityKeyPair::generate(rng);
        let registration = rng.random_range(1..16_380);
        let pair = KeyPair::generate(rng);
        let signature = identity
            .private_key()
            .calculate_signature(&pair.public_key.serialize(), rng)
            .expect("a generated key can sign");
        Self {
            identity: identity.clone(),
            identities: Identities { own: identity, registration },
            one_time: OneTimeKeys { seed: rng.random(), next: 1 },
            signed: SignedKeys { pair, signature },
            sessions: Sessions(HashMap::new()),
            sender_keys: SenderKeys::default(),
        }
    }

    /// A bundle for whoever writes to the phone for the first time.
    pub(crate) fn take_bundle(&mut self) -> Bundle {
        let id = self.one_time.next;
        self.one_time.next = if id >= 0xFF_FFFF { 1 } else { id + 1 };
        let keys = self.public();
        Bundle {
            registration: keys.registration,
            identity: keys.identity,
            signed: keys.signed,
            one_time: Some((id, key_bytes(&self.one_time.pair(id)))),
            device_identity: None,
        }
    }

    fn public(&self) -> PublicKeys {
        PublicKeys {
            registration: self.identities.registration,
            identity: self
                .identity
                .public_key()
                .public_key_bytes()
                .try_into()
                .expect("a Curve25519 public key has 32 bytes"),
            signed: SignedKey {
                id: SIGNED_KEY_ID,
                key: key_bytes(&self.signed.pair),
                signature: self.signed.signature.to_vec(),
            },
            one_time: crate::keys::OneTimeKeys::default(),
        }
    }

    pub(in crate::phone) fn knows(&self, device: &DeviceAddress) -> bool {
        self.sessions.0.contains_key(&device.signal())
    }

    pub(crate) fn forget_everyone(&mut self) {
        self.sessions.0.clear();
        self.sender_keys.forget_everything();
    }

    pub(crate) fn forget(&mut self, device: &DeviceAddress) {
        self.sessions.0.remove(&device.signal());
    }

    /// Starts a session from the device's bundle.
    pub(in crate::phone) fn meet(&mut self, device: &DeviceAddress, bundle: &Bundle, rng: &mut StdRng) -> Result<()> {
        let bundle = bundle.for_signal(device.device)?;
        at_once(process_prekey_bundle(
            &device.signal(),
            &mut self.sessions,
            &mut self.identities,
            &bundle,
            rng,
            UsePQRatchet::No,
        ))?;
        Ok(())
    }

    /// The stanza type and bytes of a ciphertext for a device that the phone has met.
    pub(in crate::phone) fn seal(
        &mut self,
        device: &DeviceAddress,
        plaintext: &[u8],
    ) -> Result<(&'static str, Vec<u8>)> {
        let sealed = at_once(message_encrypt(plaintext, &device.signal(), &mut self.sessions, &mut self.identities))?;
        let kind = if matches!(sealed, CiphertextMessage::PreKeySignalMessage(_)) { "pkmsg" } else { "msg" };
        Ok((kind, sealed.serialize().to_vec()))
    }

    /// Opens a ciphertext from a device.
    pub(in crate::phone) fn open(
        &mut self,
        device: &DeviceAddress,
        kind: &str,
        bytes: &[u8],
        rng: &mut StdRng,
    ) -> Result<Vec<u8>> {
        let sealed = if kind == "pkmsg" {
            CiphertextMessage::PreKeySignalMessage(PreKeySignalMessage::try_from(bytes)?)
        } else {
            CiphertextMessage::SignalMessage(SignalMessage::try_from(bytes)?)
        };
        let (sessions, identities) = (&mut self.sessions, &mut self.identities);
        let address = device.signal();
        let opened = message_decrypt(
            &sealed,
            &address,
            sessions,
            identities,
            &mut self.one_time,
            &self.signed,
            rng,
            UsePQRatchet::No,
        );
        Ok(at_once(opened)?.plaintext)
    }
}

/// The phone trusts whoever the server vouches for, as a phone does at first sight.
struct Identities {
    own: IdentityKeyPair,
    registration: u32,
}

#[async_trait]
impl IdentityKeyStore for Identities {
    async fn get_identity_key_pair(&self) -> Result<IdentityKeyPair> {
        Ok(self.own.clone())
    }

    async fn get_local_registration_id(&self) -> Result<u32> {
        Ok(self.registration)
    }

    async fn save_identity(&mut self, _: &ProtocolAddress, _: &IdentityKey) -> Result<IdentityChange> {
        Ok(IdentityChange::NewOrUnchanged)
    }

    async fn is_trusted_identity(&self, _: &ProtocolAddress, _: &IdentityKey, _: Direction) -> Result<bool> {
        Ok(true)
    }

    async fn get_identity(&self, _: &ProtocolAddress) -> Result<Option<IdentityKey>> {
        Ok(None)
    }
}

/// One-time keys grow from a seed when they are asked for, so that an idle phone holds none.
struct OneTimeKeys {
    seed: [u8; 32],
    next: u32,
}

impl OneTimeKeys {
    fn pair(&self, id: u32) -> KeyPair {
        let mut seed = self.seed;
        for (byte, of_id) in seed.iter_mut().zip(id.to_be_bytes()) {
            *byte ^= of_id;
        }
        KeyPair::generate(&mut StdRng::from_seed(seed))
    }
}

#[async_trait]
impl PreKeyStore for OneTimeKeys {
    async fn get_pre_key(&self, id: PreKeyId) -> Result<PreKeyRecord> {
        Ok(PreKeyRecord::new(id, &self.pair(id.into())))
    }

    async fn save_pre_key(&mut self, _: PreKeyId, _: &PreKeyRecord) -> Result<()> {
        Ok(())
    }

    async fn remove_pre_key(&mut self, _: PreKeyId) -> Result<()> {
        Ok(())
    }
}

struct SignedKeys {
    pair: KeyPair,
    signature: [u8; 64],
}

#[async_trait]
impl SignedPreKeyStore for SignedKeys {
    async fn get_signed_pre_key(&self, id: SignedPreKeyId) -> Result<SignedPreKeyRecord> {
        if u32::from(id) != SIGNED_KEY_ID {
            return Err(SignalProtocolError::InvalidSignedPreKeyId);
        }
        Ok(SignedPreKeyRecord::new(
            id,
            wacore_libsignal::protocol::Timestamp::from_epoch_millis(0),
            &self.pair,
            &self.signature,
        ))
    }

    async fn save_signed_pre_key(&mut self, _: SignedPreKeyId, _: &SignedPreKeyRecord) -> Result<()> {
        Ok(())
    }
}

struct Sessions(HashMap<ProtocolAddress, SessionRecord>);

#[async_trait]
impl SessionStore for Sessions {
    async fn load_session(&self, address: &ProtocolAddress) -> Result<Option<SessionRecord>> {
        Ok(self.0.get(address).cloned())
    }

    async fn has_session(&self, address: &ProtocolAddress) -> Result<bool> {
        Ok(self.0.contains_key(address))
    }

    async fn store_session(&mut self, address: &ProtocolAddress, record: SessionRecord) -> Result<()> {
        self.0.insert(address.clone(), record);
        Ok(())
    }
}
