//! All accounts by number, and a note of those that may have changed, so that keeping a large network costs what moved
//! in it and not what is there.

use std::collections::{HashMap, HashSet};

use super::account::Account;
use super::address::Number;

/// A map that knows what changed in it.
#[derive(Default)]
pub(crate) struct Accounts {
    /// Boxed, as a growing map moves its entries and keeps room for as many again.
    all: HashMap<Number, Box<Account>>,
    changed: HashSet<Number>,
}

impl Accounts {
    pub(crate) fn get(&self, number: &str) -> Option<&Account> {
        self.all.get(number).map(Box::as_ref)
    }

    /// The number as the network shares it, if there is such an account.
    pub(crate) fn known(&self, number: &str) -> Option<&Number> {
        self.all.get_key_value(number).map(|(number, _)| number)
    }

    pub(crate) fn contains_key(&self, number: &str) -> bool {
        self.all.contains_key(number)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &Number> {
        self.all.keys()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Account> {
        self.all.values().map(Box::as_ref)
    }

    pub(crate) fn insert(&mut self, account: Account) {
        self.changed.insert(Number::clone(&account.number));
        self.all.insert(Number::clone(&account.number), Box::new(account));
    }

    pub(crate) fn get_mut(&mut self, number: &str) -> Option<&mut Account> {
        let account = self.all.get_mut(number)?;
        if !self.changed.contains(number) {
            self.changed.insert(Number::clone(&account.number));
        }
        Some(account)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Account> {
        self.changed.extend(self.all.keys().cloned());
        self.all.values_mut().map(Box::as_mut)
    }

    /// The accounts that were reached for a change since this was last asked.
    pub(crate) fn take_changed(&mut self) -> Vec<&Account> {
        let changed = std::mem::take(&mut self.changed);
        changed.iter().filter_map(|number| self.get(number)).collect()
    }
}
