//! What many share: each holder takes a part, none takes what is everybody's, and a reserve stays for the provider.

mod pools;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::TenantId;
use portaria_storage::KeyOwner;

pub(crate) use pools::Pools;

/// How much of a pool there is, and how much of it one holder may have. In whatever the pool counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// All of it.
    pub all: usize,
    /// What only the provider's logins may take: the last of it.
    pub reserve: usize,
    /// What one tenant may have, all of its credentials together.
    pub of_a_tenant: usize,
    /// What one credential may have: one login or one key.
    pub of_a_credential: usize,
}

/// Who takes from a pool.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    /// The provider, or one tenant.
    pub owner: KeyOwner,
    /// The credential that was proved, by a word of its own.
    pub credential: String,
    /// Whether it is a login of a browser, and no key.
    pub is_login: bool,
}

/// A pool that many take from.
#[derive(Clone)]
pub(crate) struct Shares(Arc<Pool>);

struct Pool {
    bounds: Bounds,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    all: usize,
    by_tenant: HashMap<TenantId, usize>,
    by_credential: HashMap<String, usize>,
}

/// What one holder has of a pool; given back when dropped.
pub(crate) struct Share {
    pool: Arc<Pool>,
    holder: Holder,
    amount: usize,
}

impl Shares {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self(Arc::new(Pool { bounds, held: Mutex::default() }))
    }

    /// Takes `amount` for a holder; `None` where that is more than their share.
    pub(crate) fn take(&self, holder: Holder, amount: usize) -> Option<Share> {
        let mut share = Share { pool: Arc::clone(&self.0), holder, amount: 0 };
        share.grow(amount).then_some(share)
    }
}

impl Share {
    /// Takes `more` in addition; tells whether there was so much.
    pub(crate) fn grow(&mut self, more: usize) -> bool {
        let bounds = self.pool.bounds;
        let mut held = self.pool.lock();
        let tenant = self.tenant();
        let of_tenant = tenant.map_or(0, |tenant| of(&held.by_tenant, &tenant));
        let of_credential = of(&held.by_credential, &self.holder.credential);
        // The provider's own browser is bounded by the pool alone.
        let fits = if self.holder.is_login && self.holder.owner == KeyOwner::Provider {
            held.all + more <= bounds.all
        } else {
            held.all + more <= bounds.all.saturating_sub(bounds.reserve)
                && of_tenant + more <= bounds.of_a_tenant
                && of_credential + more <= bounds.of_a_credential
        };
        if fits {
            held.all += more;
            if let Some(tenant) = tenant {
                *held.by_tenant.entry(tenant).or_default() += more;
            }
            *held.by_credential.entry(self.holder.credential.clone()).or_default() += more;
            self.amount += more;
        }
        fits
    }

    const fn tenant(&self) -> Option<TenantId> {
        match self.holder.owner {
            KeyOwner::Provider => None,
            KeyOwner::Tenant(tenant) => Some(tenant),
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.pool.lock();
        held.all -= self.amount;
        if let Some(tenant) = self.tenant() {
            give_back(&mut held.by_tenant, &tenant, self.amount);
        }
        give_back(&mut held.by_credential, &self.holder.credential, self.amount);
    }
}

impl Pool {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of<K: Eq + Hash>(held: &HashMap<K, usize>, who: &K) -> usize {
    held.get(who).copied().unwrap_or_default()
}

fn give_back<K: Eq + Hash>(held: &mut HashMap<K, usize>, who: &K, amount: usize) {
    if let Some(has) = held.get_mut(who) {
        *has = has.saturating_sub(amount);
        if *has == 0 {
            held.remove(who);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use portaria_domain::UnixMs;

    const BOUNDS: Bounds = Bounds { all: 10, reserve: 2, of_a_tenant: 5, of_a_credential: 3 };

    fn tenant(number: u8, key: &str) -> Holder {
        let id = TenantId::from_parts(UnixMs(i64::from(number)), [number; 10]);
        Holder { owner: KeyOwner::Tenant(id), credential: key.to_owned(), is_login: false }
    }

    fn provider(is_login: bool) -> Holder {
        Holder { owner: KeyOwner::Provider, credential: "the provider's".to_owned(), is_login }
    }

    #[test]
    fn one_credential_and_one_tenant_have_their_parts_and_give_them_back() {
        let shares = Shares::new(BOUNDS);
        let (one, other) = (tenant(1, "one"), tenant(1, "other"));
        let mut first = shares.take(one.clone(), 2).unwrap();
        assert!(first.grow(1) && !first.grow(1), "a credential has three");
        assert!(shares.take(other.clone(), 3).is_none(), "a tenant has five");
        let second = shares.take(other.clone(), 2).unwrap();
        drop(first);
        assert!(shares.take(one.clone(), 3).is_some());
        drop(second);
        assert!(shares.0.lock().by_tenant.is_empty() && shares.0.lock().by_credential.is_empty());
    }

    #[test]
    fn the_last_of_it_is_the_providers() {
        let shares = Shares::new(BOUNDS);
        let held: Vec<_> = (0..8).map(|number| shares.take(tenant(number, &number.to_string()), 1).unwrap()).collect();
        assert!(shares.take(tenant(9, "late"), 1).is_none(), "what is left is the provider's");
        assert!(shares.take(provider(false), 1).is_none(), "a key of the provider's is no browser of theirs");
        assert!(shares.take(provider(true), 2).is_some());
        assert!(shares.take(provider(true), 3).is_none(), "there are ten");
        drop(held);
    }
}
