//! Which tenants have linked the same WhatsApp account. WhatsApp allows it (four devices an account); both should know.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use portaria_domain::{Account, Jid, TenantId};

/// The linked accounts by their addresses, kept beside the sessions' notices.
#[derive(Default)]
pub(crate) struct Accounts(Mutex<Linked>);

#[derive(Default)]
struct Linked {
    addresses: HashMap<TenantId, Vec<Jid>>,
    tenants: HashMap<Jid, BTreeSet<TenantId>>,
}

impl Accounts {
    /// Notes what a tenant has linked now. Gives back the others for whom that changes something.
    pub(crate) fn note(&self, tenant: TenantId, account: Option<&Account>) -> BTreeSet<TenantId> {
        let now: Vec<Jid> =
            account.into_iter().flat_map(|it| [&it.address.pn, &it.address.lid]).flatten().cloned().collect();
        let mut linked = self.lock();
        let before = linked.addresses.remove(&tenant).unwrap_or_default();
        let mut concerned = BTreeSet::new();
        for address in &before {
            if let Some(tenants) = linked.tenants.get_mut(address) {
                tenants.remove(&tenant);
                concerned.extend(tenants.iter().copied());
                if tenants.is_empty() {
                    linked.tenants.remove(address);
                }
            }
        }
        for address in &now {
            let tenants = linked.tenants.entry(address.clone()).or_default();
            concerned.extend(tenants.iter().copied());
            tenants.insert(tenant);
        }
        let is_same = before == now;
        if !now.is_empty() {
            linked.addresses.insert(tenant, now);
        }
        if is_same { BTreeSet::new() } else { concerned }
    }

    /// The other tenants that have linked this tenant's account.
    pub(crate) fn same_as(&self, tenant: TenantId) -> BTreeSet<TenantId> {
        let linked = self.lock();
        let addresses = linked.addresses.get(&tenant).into_iter().flatten();
        let tenants = addresses.filter_map(|address| linked.tenants.get(address)).flatten();
        tenants.copied().filter(|other| *other != tenant).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Linked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use portaria_domain::{Address, UnixMs};

    #[test]
    fn an_account_is_one_by_either_of_its_addresses() {
        let tenant = |number| TenantId::from_parts(UnixMs(1), [number; 10]);
        let account = |forms: [&str; 2]| {
            let [one, other] = forms.map(|text| text.parse::<Jid>().ok());
            Account { address: Address::one(one.unwrap()).with(other), push_name: String::new() }
        };
        let (a, b, c) = (tenant(1), tenant(2), tenant(3));
        let accounts = Accounts::default();
        // Invented numbers.
        let whole = account(["5511900000001@s.whatsapp.net", "77@lid"]);
        assert!(accounts.note(a, Some(&whole)).is_empty(), "nobody else has it");
        assert_eq!(accounts.note(b, Some(&account(["77@lid", ""]))), [a].into());
        assert!(accounts.note(b, Some(&account(["77@lid", ""]))).is_empty(), "nothing new");
        accounts.note(c, Some(&account(["5511900000002@s.whatsapp.net", ""])));
        assert_eq!((accounts.same_as(a), accounts.same_as(b)), ([b].into(), [a].into()));
        assert!(accounts.same_as(c).is_empty());
        assert_eq!(accounts.note(a, None), [b].into(), "the one that stays is told");
        assert!(accounts.same_as(b).is_empty() && accounts.same_as(a).is_empty());
    }
}
