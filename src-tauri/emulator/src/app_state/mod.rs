//! App state: encrypted settings that an account's devices share through the server.
//!
//! The server only stamps versions and keeps patches; the phone, which lives here too, holds the keys. It keeps the
//! strict account of every MAC, for its own patches and for those of companions, and does what they say: `actions/`
//! is the one place where a setting becomes something that the phone shows, whoever wrote it. Its neighbours are
//! `phone/`, whose owner changes settings, and `history/`.

pub(crate) mod actions;
mod collection;
#[cfg(test)]
mod collection_tests;
#[cfg(test)]
mod convergence_tests;
mod external;
mod keyring;
mod limits;
mod notify;
mod saved;
mod settings;
mod snapshot;
mod sync;
mod write;

use std::collections::BTreeMap;

use serde::Serialize;

pub use limits::AppStateLimits;
pub use settings::{Label, QuickReply};

pub(crate) use keyring::{KeyRing, SavedKey};
pub(crate) use saved::SavedCollection;
pub(crate) use settings::Settings;
pub(crate) use sync::sync;
pub(crate) use write::Write;

use collection::Collection;

use crate::network::{Number, World};

/// The collection that holds the push name, and is there as soon as the account has had a companion.
const FIRST: &str = "critical_block";

/// The collections of one account, by name. Boxed, as a map has room for eleven from its first entry on.
#[derive(Default)]
pub(crate) struct Collections(BTreeMap<String, Box<Collection>>);

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

    fn is_open(&self) -> bool {
        self.0.contains_key(FIRST)
    }

    fn entry(&mut self, name: &'static str) -> &mut Collection {
        self.0.entry(name.to_owned()).or_default()
    }

    fn version(&self, name: &str) -> Option<u64> {
        self.0.get(name).map(|collection| collection.version())
    }
}

/// Before the first companion reads: the phone writes everything that it knows.
pub(crate) fn open(world: &mut World, number: &Number) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    if account.collections.is_open() {
        return;
    }
    account.collections.entry(FIRST);
    let everything = actions::everything(world, number);
    change(world, number, everything);
}

/// The phone's owner changes settings. Before there is a companion, the phone just keeps them.
pub(crate) fn change(world: &mut World, number: &Number, writes: Vec<Write>) {
    let Some(account) = world.accounts.get(number) else { return };
    if !account.collections.is_open() {
        for write in writes {
            actions::apply(world, number, &write.into_mutation());
        }
        return;
    }
    let mut by_collection: BTreeMap<&'static str, Vec<Write>> = BTreeMap::new();
    for write in writes {
        by_collection.entry(write.collection).or_default().push(write);
    }
    for (name, writes) in by_collection {
        let Some(account) = world.accounts.get_mut(number) else { return };
        let collection = account.collections.entry(name);
        let mutations = collection.write(name, &writes, &account.handset.keyring, &mut world.rng);
        for mutation in &mutations {
            actions::apply(world, number, mutation);
        }
        if !mutations.is_empty() {
            notify::tell_others(world, number, name, None);
        }
    }
}

/// The phone makes a new key, as it does when a device is unlinked that knows the old one. Companions that are not
/// told ask for it when they meet it.
pub(crate) fn rotate_key(world: &mut World, number: &Number, tell: bool) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(number) else { return };
    account.handset.keyring.rotate(now_ms, &mut world.rng);
    if !tell {
        return;
    }
    for device in world.companions_of(number) {
        if world.companion(&device).is_some_and(|companion| companion.introduced) {
            crate::phone::share_keys(world, &device);
        }
    }
}
