//! The keys that an account's devices share, oldest first.
//!
//! A key's name says who made it and when: two bytes of device, four of epoch. Clients write with the newest epoch.

use rand::RngExt as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use wacore::appstate::{ExpandedAppStateKeys, expand_app_state_keys};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::{
    AppStateSyncKey, AppStateSyncKeyData, AppStateSyncKeyFingerprint, AppStateSyncKeyId, AppStateSyncKeyShare,
};

use crate::keeping::Base64;
use crate::network::stanza::seconds;

/// One app-state key and its name.
#[derive(Clone)]
pub(crate) struct SyncKey {
    pub(crate) id: [u8; 6],
    data: [u8; 32],
    made_at_ms: u64,
}

impl SyncKey {
    pub(super) fn expand(&self) -> ExpandedAppStateKeys {
        expand_app_state_keys(&self.data)
    }
}

/// Every key that an account ever wrote with; old records stay readable by the key they were written with.
#[derive(Clone)]
pub(crate) struct KeyRing {
    older: Vec<SyncKey>,
    current: SyncKey,
}

impl KeyRing {
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        let epoch: u32 = rng.random_range(1..0xFFFF);
        Self { older: Vec::new(), current: key_of(epoch, 0, rng) }
    }

    /// The key that new records are written with.
    pub(crate) fn current(&self) -> &SyncKey {
        &self.current
    }

    pub(super) fn get(&self, id: &[u8]) -> Option<&SyncKey> {
        self.all().find(|key| key.id == id)
    }

    fn all(&self) -> impl Iterator<Item = &SyncKey> {
        self.older.iter().chain([&self.current])
    }

    /// Replaces the current key by one of the next epoch.
    pub(crate) fn rotate(&mut self, now_ms: u64, rng: &mut StdRng) {
        let [_, _, epoch @ ..] = self.current.id;
        let next = key_of(u32::from_be_bytes(epoch).wrapping_add(1), now_ms, rng);
        self.older.push(std::mem::replace(&mut self.current, next));
    }

    /// What the phone sends to a new companion: every key, the current one last, because clients take the last for
    /// the one to write with.
    pub(crate) fn everything(&self, fingerprint: &AppStateSyncKeyFingerprint, now_ms: u64) -> AppStateSyncKeyShare {
        share(self.all(), fingerprint, now_ms)
    }

    /// What the phone answers to a request for these keys; a key it does not know is named without its data.
    pub(crate) fn asked_for(
        &self,
        ids: &[Vec<u8>],
        fingerprint: &AppStateSyncKeyFingerprint,
        now_ms: u64,
    ) -> AppStateSyncKeyShare {
        let wanted = self.all().filter(|key| key.id == self.current.id || ids.iter().any(|id| *id == key.id));
        let mut answer = share(wanted, fingerprint, now_ms);
        let unknown = ids.iter().filter(|id| self.get(id).is_none()).map(|id| AppStateSyncKey {
            key_id: MessageField::some(AppStateSyncKeyId { key_id: Some(id.clone()) }),
            ..Default::default()
        });
        answer.keys.splice(0..0, unknown);
        answer
    }

    pub(crate) fn save(&self) -> Vec<SavedKey> {
        let saved =
            |key: &SyncKey| SavedKey { id: Base64::of(key.id), data: Base64::of(key.data), made_at_ms: key.made_at_ms };
        self.all().map(saved).collect()
    }

    pub(crate) fn restore(saved: &[SavedKey]) -> Option<Self> {
        let keys: Option<Vec<SyncKey>> = saved
            .iter()
            .map(|key| Some(SyncKey { id: key.id.array()?, data: key.data.array()?, made_at_ms: key.made_at_ms }))
            .collect();
        let mut older = keys?;
        let current = older.pop()?;
        Some(Self { older, current })
    }
}

/// A key as a file keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedKey {
    id: Base64,
    data: Base64,
    made_at_ms: u64,
}

fn key_of(epoch: u32, made_at_ms: u64, rng: &mut StdRng) -> SyncKey {
    let mut id = [0; 6];
    id[2..].copy_from_slice(&epoch.to_be_bytes());
    SyncKey { id, data: rng.random(), made_at_ms }
}

fn share<'a>(
    keys: impl Iterator<Item = &'a SyncKey>,
    fingerprint: &AppStateSyncKeyFingerprint,
    now_ms: u64,
) -> AppStateSyncKeyShare {
    let keys = keys.map(|key| {
        let made_at_ms = if key.made_at_ms == 0 { now_ms } else { key.made_at_ms };
        let data = AppStateSyncKeyData {
            key_data: Some(key.data.to_vec()),
            fingerprint: MessageField::some(fingerprint.clone()),
            timestamp: i64::try_from(seconds(made_at_ms)).ok(),
        };
        AppStateSyncKey {
            key_id: MessageField::some(AppStateSyncKeyId { key_id: Some(key.id.to_vec()) }),
            key_data: MessageField::some(data),
        }
    });
    AppStateSyncKeyShare { keys: keys.collect() }
}
