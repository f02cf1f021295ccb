//! Which device wants to know of whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::network::{DeviceAddress, Number};

/// Every subscription of the network; each lasts as long as the device's connection.
#[derive(Debug, Default)]
pub(crate) struct Subscriptions {
    /// By who is watched; `true` where the watcher named them by privacy id.
    watchers: HashMap<Number, BTreeMap<DeviceAddress, bool>>,
    watched: HashMap<DeviceAddress, BTreeSet<Number>>,
}

impl Subscriptions {
    pub(super) fn begin(&mut self, watcher: &DeviceAddress, of: &Number, as_lid: bool) {
        self.watchers.entry(Number::clone(of)).or_default().insert(watcher.clone(), as_lid);
        self.watched.entry(watcher.clone()).or_default().insert(Number::clone(of));
    }

    pub(super) fn cancel(&mut self, watcher: &DeviceAddress, of: &Number) {
        if let Some(watchers) = self.watchers.get_mut(of) {
            watchers.remove(watcher);
        }
        if let Some(watched) = self.watched.get_mut(watcher) {
            watched.remove(of);
        }
    }

    pub(super) fn end(&mut self, watcher: &DeviceAddress) {
        for of in self.watched.remove(watcher).unwrap_or_default() {
            if let Some(watchers) = self.watchers.get_mut(&of) {
                watchers.remove(watcher);
            }
        }
    }

    /// The devices that watch an account, and whether they named it by privacy id.
    pub(super) fn of(&self, number: &Number) -> Vec<(DeviceAddress, bool)> {
        let watchers = self.watchers.get(number).into_iter().flatten();
        watchers.map(|(device, as_lid)| (device.clone(), *as_lid)).collect()
    }
}
