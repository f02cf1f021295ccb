//! One collection: its patches as the server keeps them, and the running hash as the phone does.

use std::collections::HashMap;
use std::sync::Arc;

use rand::RngExt as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use wacore::appstate::hash::{HashState, generate_patch_mac};
use wacore::appstate::{encode_record, process_patch};
use waproto::buffa::MessageField;
use waproto::codec::{syncd_patch_decode, syncd_patch_to_vec};
use waproto::whatsapp::syncd_mutation::SyncdOperation;
use waproto::whatsapp::{KeyId, SyncActionValue, SyncdPatch, SyncdVersion};

use super::key::SyncKey;
use crate::keeping::Base64;

/// One setting that the phone writes.
pub(super) struct Write {
    pub(super) index: Vec<String>,
    pub(super) value: SyncActionValue,
    /// The schema version of this kind of action.
    pub(super) version: i32,
}

/// Why a companion's patch is not taken.
pub(super) enum Refusal {
    /// Another device was faster: read first.
    Conflict,
    /// A MAC does not verify.
    Forged,
}

#[derive(Default)]
pub(super) struct Collection {
    state: HashState,
    /// Patch `n` made version `n + 1`.
    patches: Vec<Vec<u8>>,
    /// The value MAC of each index, which its next value must subtract from the hash.
    values: HashMap<Vec<u8>, Vec<u8>>,
}

/// A collection as a file keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedCollection {
    state: HashState,
    patches: Vec<Base64>,
    values: Vec<(Base64, Base64)>,
}

impl Collection {
    pub(super) fn save(&self) -> SavedCollection {
        SavedCollection {
            state: self.state.clone(),
            patches: self.patches.iter().map(Base64::of).collect(),
            values: self.values.iter().map(|(index, value)| (Base64::of(index), Base64::of(value))).collect(),
        }
    }

    pub(super) fn restore(saved: SavedCollection) -> Self {
        Self {
            state: saved.state,
            patches: saved.patches.into_iter().map(|patch| patch.0).collect(),
            values: saved.values.into_iter().map(|(index, value)| (index.0, value.0)).collect(),
        }
    }

    pub(super) fn version(&self) -> u64 {
        self.patches.len() as u64
    }

    /// Patches that bring a device from `version` to now.
    pub(super) fn after(&self, version: u64) -> &[Vec<u8>] {
        usize::try_from(version).ok().and_then(|from| self.patches.get(from..)).unwrap_or_default()
    }

    /// The phone writes settings as one patch.
    pub(super) fn write(&mut self, name: &str, writes: &[Write], key: &SyncKey, rng: &mut StdRng) {
        let keys = key.expand();
        let encoded = writes.iter().map(|write| {
            let index = serde_json::to_vec(&write.index).expect("strings are JSON");
            let (mutation, _) =
                encode_record(SyncdOperation::SET, &index, &write.value, &keys, &key.id, &rng.random(), write.version);
            mutation
        });
        let mut patch = SyncdPatch {
            mutations: encoded.collect(),
            key_id: MessageField::some(KeyId { id: Some(key.id.to_vec()) }),
            ..Default::default()
        };
        let version = self.version() + 1;
        patch.version = MessageField::some(SyncdVersion { version: Some(version) });
        self.state.version = version;
        let (_, hashed) = self.state.update_hash(&patch.mutations, |index, _| Ok(self.values.get(index).cloned()));
        hashed.expect("the phone writes only operations that exist");
        for mutation in &patch.mutations {
            if let (Some(index), Some(value)) = (&mutation.record.index.blob, &mutation.record.value.blob) {
                self.values.insert(index.clone(), value[value.len() - 32..].to_vec());
            }
        }
        patch.snapshot_mac = Some(self.state.generate_snapshot_mac(name, &keys.snapshot_mac));
        patch.patch_mac = Some(generate_patch_mac(&patch, name, &keys.patch_mac, version));
        self.patches.push(syncd_patch_to_vec(&patch));
    }

    /// Takes a companion's patch on top of version `base`, if every MAC in it verifies.
    pub(super) fn accept(&mut self, name: &str, base: u64, patch: &[u8], key: &SyncKey) -> Result<(), Refusal> {
        if base != self.version() {
            return Err(Refusal::Conflict);
        }
        let mut patch = syncd_patch_decode(patch).map_err(|_| Refusal::Forged)?;
        patch.version = MessageField::some(SyncdVersion { version: Some(base + 1) });
        let keys = Arc::new(key.expand());
        let mut state = self.state.clone();
        let values = &self.values;
        let outcome = process_patch(
            &patch,
            &mut state,
            |_| Ok(Arc::clone(&keys)),
            |index| Ok(values.get(index).cloned()),
            true,
            name,
        );
        let outcome = outcome.map_err(|_| Refusal::Forged)?;
        for removed in &outcome.removed_index_macs {
            self.values.remove(removed.as_slice());
        }
        for added in outcome.added_macs {
            self.values.insert(added.index_mac, added.value_mac);
        }
        self.state = outcome.state;
        self.patches.push(syncd_patch_to_vec(&patch));
        Ok(())
    }
}
