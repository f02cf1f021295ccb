//! One collection: its patches as the server keeps them, its records, and the running hash that every device of the
//! account must agree on.

use std::collections::HashMap;
use std::sync::Arc;

use rand::RngExt as _;
use rand::rngs::StdRng;
use wacore::appstate::hash::{HashState, generate_patch_mac};
use wacore::appstate::{AppStateError, Mutation, encode_record, process_patch};
use waproto::buffa::MessageField;
use waproto::codec::{syncd_patch_decode, syncd_patch_to_vec};
use waproto::whatsapp::syncd_mutation::SyncdOperation;
use waproto::whatsapp::{KeyId, SyncActionValue, SyncdMutation, SyncdPatch, SyncdVersion};

use super::keyring::{KeyRing, SyncKey};
use super::write::Write;

/// Why a patch is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Another device was faster: read first.
    Conflict,
    /// A MAC is missing or does not verify.
    Forged,
}

#[derive(Clone, Default)]
pub(super) struct Collection {
    pub(super) state: HashState,
    /// Patch `n` made version `n + 1`.
    pub(super) patches: Vec<Vec<u8>>,
    /// By index MAC. One index may have a record under each key it was written with.
    pub(super) records: HashMap<Vec<u8>, Record>,
}

/// The newest value of one index.
#[derive(Clone)]
pub(super) struct Record {
    /// IV, ciphertext and MAC.
    pub(super) value: Vec<u8>,
    pub(super) key_id: Vec<u8>,
    /// The version that set it.
    pub(super) set_at: u64,
    /// The index in the clear, as the phone reads it.
    pub(super) index: Vec<String>,
}

impl Record {
    /// The part of the value that counts in the hash.
    fn mac(&self) -> Vec<u8> {
        self.value.last_chunk::<32>().map(|mac| mac.to_vec()).unwrap_or_default()
    }
}

impl Collection {
    pub(super) fn version(&self) -> u64 {
        self.patches.len() as u64
    }

    /// Patches that bring a device from `version` to now.
    pub(super) fn after(&self, version: u64) -> &[Vec<u8>] {
        usize::try_from(version).ok().and_then(|from| self.patches.get(from..)).unwrap_or_default()
    }

    /// The phone writes settings as one patch; what there is nothing to change about makes none.
    pub(super) fn write(&mut self, name: &str, writes: &[Write], keyring: &KeyRing, rng: &mut StdRng) -> Vec<Mutation> {
        // An index may stand in a patch once: the last word counts.
        let last = writes
            .iter()
            .enumerate()
            .filter(|(place, write)| !writes[place + 1..].iter().any(|later| later.index == write.index));
        let mutations: Vec<SyncdMutation> =
            last.flat_map(|(_, write)| self.mutations_of(write, keyring, rng)).collect();
        if mutations.is_empty() {
            return Vec::new();
        }
        let key = keyring.current();
        let keys = key.expand();
        let version = self.version() + 1;
        let mut patch = SyncdPatch {
            mutations,
            key_id: MessageField::some(KeyId { id: Some(key.id.to_vec()) }),
            ..Default::default()
        };
        let mut state = self.state.clone();
        state.version = version;
        let (_, hashed) = state.update_hash(&patch.mutations, |index, _| Ok(self.records.get(index).map(Record::mac)));
        hashed.expect("the phone writes only operations that exist");
        patch.snapshot_mac = Some(state.generate_snapshot_mac(name, &keys.snapshot_mac));
        patch.patch_mac = Some(generate_patch_mac(&patch, name, &keys.patch_mac, version));
        let base = self.version();
        self.accept(name, base, &syncd_patch_to_vec(&patch), keyring).expect("the phone's own patch verifies")
    }

    /// A setting as mutations: the record itself, and the removal of what older keys wrote under the same index.
    fn mutations_of(&self, write: &Write, keyring: &KeyRing, rng: &mut StdRng) -> Vec<SyncdMutation> {
        let index = serde_json::to_vec(&write.index).expect("strings are JSON");
        let current = keyring.current();
        let mut encode = |operation, value: &SyncActionValue, key: &SyncKey| {
            encode_record(operation, &index, value, &key.expand(), &key.id, &rng.random(), write.version).0
        };
        let set = write.value.as_ref().map(|value| encode(SyncdOperation::SET, value, current));
        let gone = SyncActionValue { timestamp: write.at_ms, ..Default::default() };
        let mut old: Vec<&Record> = self
            .records
            .values()
            .filter(|record| record.index == write.index && (set.is_none() || record.key_id != current.id))
            .collect();
        old.sort_by_key(|record| record.set_at);
        let removed: Vec<SyncdMutation> = old
            .into_iter()
            .filter_map(|record| Some(encode(SyncdOperation::REMOVE, &gone, keyring.get(&record.key_id)?)))
            .collect();
        removed.into_iter().chain(set).collect()
    }

    /// Takes a patch on top of version `base` if every MAC in it is there and verifies, and tells what it says.
    pub(super) fn accept(
        &mut self,
        name: &str,
        base: u64,
        patch: &[u8],
        keyring: &KeyRing,
    ) -> Result<Vec<Mutation>, Refusal> {
        if base != self.version() {
            return Err(Refusal::Conflict);
        }
        let mut patch = syncd_patch_decode(patch).map_err(|_| Refusal::Forged)?;
        patch.version = MessageField::some(SyncdVersion { version: Some(base + 1) });
        if !is_complete(&patch) {
            return Err(Refusal::Forged);
        }
        let mut state = self.state.clone();
        let records = &self.records;
        let outcome = process_patch(
            &patch,
            &mut state,
            |id| keyring.get(id).map(|key| Arc::new(key.expand())).ok_or(AppStateError::KeyNotFound),
            |index| Ok(records.get(index).map(Record::mac)),
            true,
            name,
        );
        let outcome = outcome.map_err(|_| Refusal::Forged)?;
        if outcome.state.mac_mismatch_fatal {
            // Clients live on with a hash that has gone astray; the phone, which knows better, does not let it.
            return Err(Refusal::Forged);
        }
        for removed in &outcome.removed_index_macs {
            self.records.remove(removed.as_slice());
        }
        let decoded = patch.mutations.iter().zip(&outcome.mutations);
        for (raw, mutation) in decoded.filter(|(_, mutation)| mutation.operation == SyncdOperation::SET) {
            if let (Some(index), Some(value), Some(key_id)) =
                (&raw.record.index.blob, &raw.record.value.blob, &raw.record.key_id.id)
            {
                let record = Record {
                    value: value.clone(),
                    key_id: key_id.clone(),
                    set_at: base + 1,
                    index: mutation.index.clone(),
                };
                self.records.insert(index.clone(), record);
            }
        }
        self.state = outcome.state;
        self.patches.push(syncd_patch_to_vec(&patch));
        Ok(outcome.mutations)
    }
}

/// Whether nothing is left out that a strict reader checks; clients are lenient about some absences.
fn is_complete(patch: &SyncdPatch) -> bool {
    let whole = |mutation: &SyncdMutation| {
        mutation.record.is_set()
            && mutation.record.index.blob.is_some()
            && mutation.record.value.blob.is_some()
            && mutation.record.key_id.id.is_some()
    };
    !patch.mutations.is_empty()
        && patch.mutations.iter().all(whole)
        && !patch.external_mutations.is_set()
        && patch.key_id.id.is_some()
        && patch.snapshot_mac.is_some()
        && patch.patch_mac.is_some()
}
