//! The phone's keys and sessions as a file keeps them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use wacore_libsignal::protocol::{IdentityKeyPair, KeyPair, ProtocolAddress, SessionRecord};

use super::{Identities, OneTimeKeys, Sessions, Signal, SignedKeys};
use crate::keeping::Base64;

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
        SavedSignal {
            identity: Base64::of(self.identity.serialize()),
            registration: self.identities.registration,
            one_time_seed: Base64::of(self.one_time.seed),
            one_time_next: self.one_time.next,
            signed_public: Base64::of(self.signed.pair.public_key.serialize()),
            signed_private: Base64::of(self.signed.pair.private_key.serialize()),
            signed_signature: Base64::of(self.signed.signature),
            sessions: sessions.collect(),
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
        let pair = KeyPair::from_public_and_private(&saved.signed_public.0, &saved.signed_private.0).ok()?;
        Some(Self {
            identities: Identities { own: identity.clone(), registration: saved.registration },
            identity,
            one_time: OneTimeKeys { seed: saved.one_time_seed.array()?, next: saved.one_time_next },
            signed: SignedKeys { pair, signature: saved.signed_signature.array()? },
            sessions: Sessions(sessions?),
        })
    }
}
