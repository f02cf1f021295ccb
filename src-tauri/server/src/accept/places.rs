//! Places for connections: who has proved nothing makes room, the longest open first. Who has counts for their own share,
//! and no longer for their address: a whole office may have one.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::config::Limits;
use crate::metrics::Connections;
use crate::shares::{Holder, Share, Shares};

/// All places: so many in all, and so many strangers of one address.
pub(crate) struct Places {
    open: Arc<Mutex<Open>>,
    in_all: usize,
    of_one_address: usize,
    shares: Shares,
}

#[derive(Default)]
struct Open {
    next: u64,
    /// By the order in which they came.
    connections: BTreeMap<u64, Entry>,
    strangers_by_address: HashMap<IpAddr, usize>,
}

struct Entry {
    address: IpAddr,
    is_proven: bool,
    leave: CancellationToken,
}

/// One connection's place; given back when dropped. Requests and sockets find it among their extensions.
pub(crate) struct Place {
    id: u64,
    open: Arc<Mutex<Open>>,
    shares: Shares,
    share: Mutex<Option<Share>>,
    leave: CancellationToken,
    is_socket: AtomicBool,
}

impl Places {
    pub(crate) fn new(limits: &Limits, shares: Shares) -> Self {
        let (in_all, of_one_address) = (limits.connections, limits.connections_per_address);
        Self { open: Arc::default(), in_all, of_one_address, shares }
    }

    /// A place for a connection from this address, until `closing` at the latest. Where there is none left, the oldest
    /// connection on which nobody proved anything is closed for it; `None` where somebody proved something on each.
    /// Tunnels and proxies bring many.
    pub(super) fn take(&self, address: IpAddr, brings_many: bool, closing: &CancellationToken) -> Option<Arc<Place>> {
        let address = address.to_canonical();
        let mut open = lock(&self.open);
        if !brings_many && open.strangers_of(address) >= self.of_one_address {
            open.close_oldest_stranger(Some(address));
        }
        if open.connections.len() >= self.in_all && !open.close_oldest_stranger(None) {
            return None;
        }
        let (id, leave) = (open.next, closing.child_token());
        open.next += 1;
        open.connections.insert(id, Entry { address, is_proven: false, leave: leave.clone() });
        *open.strangers_by_address.entry(address).or_default() += 1;
        Some(Arc::new(Place {
            id,
            open: Arc::clone(&self.open),
            shares: self.shares.clone(),
            share: Mutex::default(),
            leave,
            is_socket: AtomicBool::new(false),
        }))
    }
}

impl Places {
    /// How many are held.
    pub(crate) fn count(&self) -> Connections {
        let open = lock(&self.open);
        let strangers = open.strangers_by_address.values().sum::<usize>();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Connections { proven: number(open.connections.len() - strangers), strangers: number(strangers) }
    }
}

impl Place {
    /// Notes who proved on this connection who they are. As long as that is within their share, it is not closed to make
    /// room for others.
    pub(crate) fn prove(&self, who: Holder) {
        let mut share = self.share.lock().unwrap_or_else(PoisonError::into_inner);
        if share.is_none() {
            *share = self.shares.take(who, 1);
            if share.is_some() {
                lock(&self.open).is_proven(self.id);
            }
        }
    }

    /// From now on it carries a socket.
    pub(crate) fn becomes_socket(&self) {
        self.is_socket.store(true, Ordering::Release);
    }

    pub(super) fn is_socket(&self) -> bool {
        self.is_socket.load(Ordering::Acquire)
    }

    /// Ends when the connection has to make room.
    pub(super) const fn leave(&self) -> &CancellationToken {
        &self.leave
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.open).remove(self.id);
    }
}

impl Open {
    fn strangers_of(&self, address: IpAddr) -> usize {
        self.strangers_by_address.get(&address).copied().unwrap_or_default()
    }

    /// Somebody proved on it who they are.
    fn is_proven(&mut self, id: u64) {
        let Some(entry) = self.connections.get_mut(&id).filter(|entry| !entry.is_proven) else { return };
        entry.is_proven = true;
        let address = entry.address;
        self.one_stranger_less(address);
    }

    fn one_stranger_less(&mut self, address: IpAddr) {
        if let Some(count) = self.strangers_by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                self.strangers_by_address.remove(&address);
            }
        }
    }

    /// Closes the oldest connection without a proof; of one address, or of the address that has the most of them.
    fn close_oldest_stranger(&mut self, of: Option<IpAddr>) -> bool {
        let strangers = || self.connections.iter().filter(|(_, entry)| !entry.is_proven);
        let most = of.or_else(|| {
            let mut counted = HashMap::<IpAddr, usize>::new();
            strangers().for_each(|(_, entry)| *counted.entry(entry.address).or_default() += 1);
            counted.into_iter().max_by_key(|(_, count)| *count).map(|(address, _)| address)
        });
        let Some(id) = strangers().find(|(_, entry)| Some(entry.address) == most).map(|(id, _)| *id) else {
            return false;
        };
        self.remove(id);
        true
    }

    fn remove(&mut self, id: u64) {
        let Some(entry) = self.connections.remove(&id) else { return };
        entry.leave.cancel();
        if !entry.is_proven {
            self.one_stranger_less(entry.address);
        }
    }
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::shares::Bounds;
    use portaria_storage::KeyOwner;

    const BOUNDS: Bounds = Bounds { all: 9, reserve: 0, of_a_tenant: 2, of_a_credential: 2 };

    fn places(connections: usize, connections_per_address: usize) -> Places {
        let limits = Limits { connections, connections_per_address, ..Limits::default() };
        Places::new(&limits, Shares::new(BOUNDS))
    }

    impl Places {
        fn take_one(&self, address: IpAddr) -> Option<Arc<Place>> {
            self.take(address, address.is_loopback(), &CancellationToken::new())
        }
    }

    fn tenant() -> Holder {
        let id = portaria_domain::TenantId::from_parts(portaria_domain::UnixMs(1), [1; 10]);
        Holder { owner: KeyOwner::Tenant(id), credential: "key".to_owned(), is_login: false }
    }

    #[test]
    fn strangers_make_room_the_oldest_of_the_most_crowded_address_first() {
        let places = places(3, 64);
        let (one, other): (IpAddr, IpAddr) = ("198.51.100.1".parse().unwrap(), "198.51.100.2".parse().unwrap());
        let alone = places.take_one(other).unwrap();
        let crowd = [places.take_one(one).unwrap(), places.take_one(one).unwrap()];
        let _late = places.take_one(other).unwrap();
        let gone = [&alone, &crowd[0], &crowd[1]].map(|place| place.leave().is_cancelled());
        assert_eq!(gone, [false, true, false]);
    }

    #[test]
    fn who_has_proved_something_stays_within_the_share() {
        let places = places(3, 64);
        let address = "127.0.0.1".parse().unwrap();
        let all = [(); 3].map(|()| places.take_one(address).unwrap());
        for place in &all {
            place.prove(tenant());
        }
        assert!(places.take_one(address).is_some(), "the third is beyond the tenant's share");
        assert_eq!(all.each_ref().map(|place| place.leave().is_cancelled()), [false, false, true]);
    }

    #[test]
    fn who_brings_many_has_more_than_one_address_may() {
        let places = places(9, 1);
        let (proxy, closing): (IpAddr, _) = ("203.0.113.1".parse().unwrap(), CancellationToken::new());
        let all = [(); 3].map(|()| places.take(proxy, true, &closing).unwrap());
        assert!(all.iter().all(|place| !place.leave().is_cancelled()));
        closing.cancel();
        assert!(all.iter().all(|place| place.leave().is_cancelled()), "the port they came by is closed");
    }

    #[test]
    fn a_full_address_and_a_full_house_turn_away_only_where_nobody_can_go() {
        let places = places(2, 1);
        let one: IpAddr = "198.51.100.1".parse().unwrap();
        let first = places.take_one(one).unwrap();
        first.prove(tenant());
        let second = places.take_one(one).expect("who proved something leaves their address to others");
        second.prove(tenant());
        assert!(places.take_one("127.0.0.1".parse().unwrap()).is_none(), "everybody here has proved something");
        drop((first, second));
        assert!(places.take_one(one).is_some());
        assert!(lock(&places.open).strangers_by_address.is_empty(), "nobody is remembered who has gone");
    }
}
