//! The collections of one account.

use std::collections::BTreeMap;

use serde::Serialize;

use super::collection::Collection;
use super::saved::SavedCollection;

/// The collection that holds the push name, and is there as soon as the account has had a companion.
pub(super) const FIRST: &str = "critical_block";

/// The collections of one account, by name. Boxed, as a map has room for eleven from its first entry on.
#[derive(Default)]
pub(crate) struct Collections(pub(super) BTreeMap<String, Box<Collection>>);

/// How far a collection has come; devices that agree on it hold the same settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CollectionState {
    /// `critical_block`, `critical_unblock_low`, `regular_high`, `regular_low` or `regular`.
    pub name: String,
    /// How many patches made it.
    pub version: u64,
    /// The LT-hash over all its records, in hexadecimal.
    pub hash: String,
}

impl Collections {
    pub(crate) fn save(&self) -> BTreeMap<String, SavedCollection> {
        self.0.iter().map(|(name, collection)| (name.clone(), collection.save())).collect()
    }

    pub(crate) fn restore(saved: BTreeMap<String, SavedCollection>) -> Self {
        Self(saved.into_iter().map(|(name, saved)| (name, Box::new(Collection::restore(saved)))).collect())
    }

    pub(crate) fn states(&self) -> Vec<CollectionState> {
        let states = self.0.iter().map(|(name, collection)| CollectionState {
            name: name.clone(),
            version: collection.version(),
            hash: hex::encode(collection.state.hash),
        });
        states.collect()
    }

    pub(super) fn is_open(&self) -> bool {
        self.0.contains_key(FIRST)
    }

    pub(super) fn entry(&mut self, name: &'static str) -> &mut Collection {
        self.0.entry(name.to_owned()).or_default()
    }

    pub(super) fn version(&self, name: &str) -> Option<u64> {
        self.0.get(name).map(|collection| collection.version())
    }
}
