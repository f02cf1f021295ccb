//! The phone's keys and sessions as a file keeps them.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use wacore_libsignal::protocol::{
    IdentityKeyPair, KeyPair, ProtocolAddress, SenderKeyName, SenderKeyRecord, SessionRecord,
};

use super::{Identities, OneTimeKeys, SenderKeys, Sessions, Signal, SignedKeys};
use crate::keeping::Base64;
use crate::network::{ChatId, DeviceAddress};

/// Everything secret of one phone.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedSignal {
    identity: Base64,
    registration: u32,
    one_time_seed: Base64,
    one_time_next: u32,
    signed_public: Base64,
    signed_private: Base64,
    signed_signature: Base64,
    sessions: Vec<SavedSession>,
    #[serde(default)]
    sender_keys: Vec<SavedSenderKey>,
    /// Who holds the own sender key, by chat.
    #[serde(default)]
    holders: BTreeMap<String, Vec<(String, u16)>>,
}

#[derive(Serialize, Deserialize)]
struct SavedSenderKey {
    chat: String,
    writer: String,
    record: Base64,
}

#[derive(Serialize, Deserialize)]
struct SavedSession {
    number: String,
    device: u32,
    record: Base64,
}

impl Signal {
    pub(crate) fn save(&self) -> SavedSignal {
        let sessions = self.sessions.0.iter().map(|(address, record)| SavedSession {
            number: address.name().to_owned(),
            device: address.device_id().into(),
            record: Base64(record.serialize().expect("a session in use can be kept")),
        });
        let sender_keys = self.sender_keys.records.iter().map(|(name, record)| SavedSenderKey {
            chat: name.group_id().to_owned(),
            writer: name.sender_id().to_owned(),
            record: Base64(record.serialize().expect("a key in use can be kept")),
        });
        let holders = self.sender_keys.holders.iter().map(|(chat, devices)| {
            let devices = devices.iter().map(|device| (device.number.to_string(), device.device)).collect();
            (chat.to_string(), devices)
        });
        SavedSignal {
            identity: Base64::of(self.identity.serialize()),
            registration: self.identities.registration,
            one_time_seed: Base64::of(self.one_time.seed),
            one_time_next: self.one_time.next,
            signed_public: Base64::of(self.signed.pair.public_key.serialize()),
            signed_private: Base64::of(self.signed.pair.private_key.serialize()),
            signed_signature: Base64::of(self.signed.signature),
            sessions: sessions.collect(),
            sender_keys: sender_keys.collect(),
            holders: holders.collect(),
        }
    }

    /// `None` where a key or a session makes no sense.
    pub(crate) fn restore(saved: &SavedSignal) -> Option<Self> {
        let identity = IdentityKeyPair::try_from(saved.identity.0.as_slice()).ok()?;
        let sessions: Option<HashMap<_, _>> = saved
            .sessions
            .iter()
            .map(|session| {
                let address = ProtocolAddress::new(&session.number, session.device.into());
                Some((address, SessionRecord::deserialize(&session.record.0).ok()?))
            })
            .collect();
        let records: Option<HashMap<_, _>> = saved
            .sender_keys
            .iter()
            .map(|key| {
                let name = SenderKeyName::from_parts(&key.chat, &key.writer);
                Some((name, SenderKeyRecord::deserialize(&key.record.0).ok()?))
            })
            .collect();
        let holders = saved.holders.iter().map(|(chat, devices)| {
            let devices = devices.iter().map(|(number, device)| DeviceAddress::new(&number.as_str().into(), *device));
            (ChatId::from(chat), devices.collect())
        });
        let holders = holders.collect();
        let pair = KeyPair::from_public_and_private(&saved.signed_public.0, &saved.signed_private.0).ok()?;
        Some(Self {
            identities: Identities { own: identity.clone(), registration: saved.registration },
            identity,
            one_time: OneTimeKeys { seed: saved.one_time_seed.array()?, next: saved.one_time_next },
            signed: SignedKeys { pair, signature: saved.signed_signature.array()? },
            sessions: Sessions(sessions?),
            sender_keys: SenderKeys { records: records?, holders },
        })
    }
}
