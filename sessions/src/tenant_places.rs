//! Places to work at that all tenants share: each has a few of them at most, and the next one in turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use portaria_domain::TenantId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places that all tenants share. However much one of them has to do, no more of it waits among the others than it may do
/// at a time.
#[derive(Debug)]
pub struct TenantPlaces {
    all: Arc<Semaphore>,
    of_a_tenant: usize,
    /// Of tenants that have a place or wait for one.
    tenants: Mutex<HashMap<TenantId, Weak<Semaphore>>>,
}

/// A place; given back when dropped.
#[derive(Debug)]
pub struct TenantPlace {
    _of_tenant: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl TenantPlaces {
    /// So many places, of which one tenant has `of_a_tenant` at most; fewer than all, so that there is one for another.
    #[must_use]
    pub fn new(all: usize, of_a_tenant: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), of_a_tenant, tenants: Mutex::default() }
    }

    /// Waits for a place.
    pub async fn take(&self, tenant: TenantId) -> TenantPlace {
        const NEVER_CLOSED: &str = "nobody closes the places";
        let of_tenant = self.of(tenant).acquire_owned().await.expect(NEVER_CLOSED);
        let of_all = Arc::clone(&self.all).acquire_owned().await.expect(NEVER_CLOSED);
        TenantPlace { _of_tenant: of_tenant, _of_all: of_all }
    }

    fn of(&self, tenant: TenantId) -> Arc<Semaphore> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = tenants.get(&tenant).and_then(Weak::upgrade) {
            return places;
        }
        tenants.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(self.of_a_tenant));
        tenants.insert(tenant, Arc::downgrade(&places));
        places
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use portaria_domain::UnixMs;

    use super::*;

    fn tenant(number: u8) -> TenantId {
        TenantId::from_parts(UnixMs(i64::from(number)), [number; 10])
    }

    #[tokio::test]
    async fn ten_thousand_of_one_tenant_keep_no_other_waiting() {
        let places = TenantPlaces::new(3, 2);
        let (greedy, other) = (tenant(1), tenant(2));
        let held = [places.take(greedy).await, places.take(greedy).await];
        let mut waiting: Vec<_> = (0..10_000).map(|_| Box::pin(places.take(greedy))).collect();
        assert!(waiting.iter_mut().all(|one| one.now_or_never().is_none()), "a tenant has two");
        let first = places.take(other).now_or_never().expect("there is one that the greedy tenant cannot have");
        drop((held, first));
        for one in waiting {
            drop(one.await); // and gives its place to the next
        }
    }

    #[tokio::test]
    async fn who_waits_has_the_next_one_and_nobody_is_remembered() {
        let places = TenantPlaces::new(2, 1);
        let (one, two, three) = (places.take(tenant(1)).await, places.take(tenant(2)).await, tenant(3));
        let mut again = Box::pin(places.take(tenant(1)));
        let mut third = Box::pin(places.take(three));
        assert!((&mut again).now_or_never().is_none() && (&mut third).now_or_never().is_none());
        drop(one);
        assert!((&mut again).now_or_never().is_none(), "the third tenant came before the first came again");
        let third = (&mut third).now_or_never().expect("it is the third tenant's turn");
        drop((third, two));
        drop((&mut again).now_or_never().expect("now it is the first one's"));
        drop(again);
        let _last = places.take(tenant(4)).await;
        assert_eq!(places.tenants.lock().expect("nobody panicked").len(), 1);
    }
}
