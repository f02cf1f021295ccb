//! The phone's owner changes settings.

use std::collections::BTreeMap;

use super::collections::FIRST;
use super::write::Write;
use super::{actions, notify};
use crate::network::Number;
use crate::phone::share_keys;
use crate::world::World;

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
            share_keys(world, &device);
        }
    }
}
