//! Collections as a file keeps them.

use serde::{Deserialize, Serialize};
use wacore::appstate::hash::HashState;

use super::collection::{Collection, Record};
use crate::keeping::Base64;

/// A collection as a file keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedCollection {
    state: HashState,
    patches: Vec<Base64>,
    records: Vec<SavedRecord>,
}

#[derive(Serialize, Deserialize)]
struct SavedRecord {
    index_mac: Base64,
    value: Base64,
    key_id: Base64,
    set_at: u64,
    index: Vec<String>,
}

impl Collection {
    pub(super) fn save(&self) -> SavedCollection {
        let records = self.records.iter().map(|(index_mac, record)| SavedRecord {
            index_mac: Base64::of(index_mac),
            value: Base64::of(&record.value),
            key_id: Base64::of(&record.key_id),
            set_at: record.set_at,
            index: record.index.clone(),
        });
        SavedCollection {
            state: self.state.clone(),
            patches: self.patches.iter().map(Base64::of).collect(),
            records: records.collect(),
        }
    }

    pub(super) fn restore(saved: SavedCollection) -> Self {
        let records = saved.records.into_iter().map(|saved| {
            let record =
                Record { value: saved.value.0, key_id: saved.key_id.0, set_at: saved.set_at, index: saved.index };
            (saved.index_mac.0, record)
        });
        Self {
            state: saved.state,
            patches: saved.patches.into_iter().map(|patch| patch.0).collect(),
            records: records.collect(),
        }
    }
}
