//! Places for connections: who has proved nothing makes room, the longest open first. Who has counts for their own
//! share, and no longer for their address: a whole office may have one. What strangers send is counted by address and
//! all together, since it may be held here.

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
    shares: Shares,
}

struct Open {
    bounds: Bounds,
    next: u64,
    /// By the order in which they came.
    connections: BTreeMap<u64, Entry>,
    strangers: HashMap<IpAddr, Strangers>,
    /// Of all strangers together.
    bytes: usize,
}

/// How many connections there may be, and how many bytes of strangers.
struct Bounds {
    connections: usize,
    connections_of_address: usize,
    bytes: usize,
    bytes_of_address: usize,
}

/// What there is of one address on which nobody proved anything.
#[derive(Clone, Copy, Default)]
struct Strangers {
    connections: usize,
    bytes: usize,
}

struct Entry {
    address: IpAddr,
    /// A tunnel's or a proxy's, which are bounded by what there is in all.
    brings_many: bool,
    is_proven: bool,
    /// What came in on it, as far as that counts.
    bytes: usize,
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
        let bounds = Bounds {
            connections: limits.connections,
            connections_of_address: limits.connections_per_address,
            bytes: limits.stranger_bytes,
            bytes_of_address: limits.stranger_bytes_per_address,
        };
        let open = Open { bounds, next: 0, connections: BTreeMap::new(), strangers: HashMap::new(), bytes: 0 };
        Self { open: Arc::new(Mutex::new(open)), shares }
    }

    /// A place for a connection from this address, until `closing` at the latest. Where there is none left, the oldest
    /// connection on which nobody proved anything is closed for it; `None` where somebody proved something on each.
    /// Tunnels and proxies bring many.
    pub(super) fn take(&self, address: IpAddr, brings_many: bool, closing: &CancellationToken) -> Option<Arc<Place>> {
        let address = address.to_canonical();
        let mut open = lock(&self.open);
        if !brings_many && open.strangers_of(address).connections >= open.bounds.connections_of_address {
            open.close_oldest_stranger(Some(address));
        }
        if open.connections.len() >= open.bounds.connections && !open.close_oldest_stranger(None) {
            return None;
        }
        let (id, leave) = (open.next, closing.child_token());
        open.next += 1;
        let entry = Entry { address, brings_many, is_proven: false, bytes: 0, leave: leave.clone() };
        open.connections.insert(id, entry);
        open.strangers.entry(address).or_default().connections += 1;
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
        let strangers = open.strangers.values().map(|of_address| of_address.connections).sum::<usize>();
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

    /// Counts what came in on it, unless somebody proved something there. Where strangers of one address or all together
    /// sent too much, those who sent the most are closed until what is left is within bounds.
    pub(super) fn count(&self, bytes: usize) {
        lock(&self.open).count(self.id, bytes);
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
    fn strangers_of(&self, address: IpAddr) -> Strangers {
        self.strangers.get(&address).copied().unwrap_or_default()
    }

    fn count(&mut self, id: u64, bytes: usize) {
        let Some(entry) = self.connections.get_mut(&id).filter(|entry| !entry.is_proven) else { return };
        entry.bytes += bytes;
        let (address, brings_many) = (entry.address, entry.brings_many);
        self.strangers.entry(address).or_default().bytes += bytes;
        self.bytes += bytes;
        while !brings_many && self.strangers_of(address).bytes > self.bounds.bytes_of_address {
            self.close_heaviest_stranger(address);
        }
        while self.bytes > self.bounds.bytes {
            let heaviest = self.strangers.iter().max_by_key(|(_, of_address)| of_address.bytes);
            let Some(address) = heaviest.map(|(address, _)| *address) else { return };
            self.close_heaviest_stranger(address);
        }
    }

    /// Somebody proved on it who they are.
    fn is_proven(&mut self, id: u64) {
        let Some(entry) = self.connections.get_mut(&id).filter(|entry| !entry.is_proven) else { return };
        entry.is_proven = true;
        let (address, bytes) = (entry.address, entry.bytes);
        self.one_stranger_less(address, bytes);
    }

    fn one_stranger_less(&mut self, address: IpAddr, bytes: usize) {
        if let Some(left) = self.strangers.get_mut(&address) {
            left.connections -= 1;
            left.bytes -= bytes;
            self.bytes -= bytes;
            if left.connections == 0 {
                self.strangers.remove(&address);
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

    /// Closes the connection without a proof on which the most came in, of one address; of equal ones the oldest.
    fn close_heaviest_stranger(&mut self, of: IpAddr) {
        let strangers = self.connections.iter().filter(|(_, entry)| !entry.is_proven && entry.address == of);
        if let Some(id) = strangers.rev().max_by_key(|(_, entry)| entry.bytes).map(|(id, _)| *id) {
            self.remove(id);
        }
    }

    fn remove(&mut self, id: u64) {
        let Some(entry) = self.connections.remove(&id) else { return };
        entry.leave.cancel();
        if !entry.is_proven {
            self.one_stranger_less(entry.address, entry.bytes);
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
    use crate::shares;
    use portaria_storage::KeyOwner;

    const BOUNDS: shares::Bounds = shares::Bounds { all: 9, reserve: 0, of_a_tenant: 2, of_a_credential: 2 };

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
        assert!(lock(&places.open).strangers.is_empty(), "nobody is remembered who has gone");
    }

    #[test]
    fn who_sent_the_most_is_closed_where_strangers_of_one_address_or_all_sent_too_much() {
        let limits = Limits { stranger_bytes: 1_000, stranger_bytes_per_address: 400, ..Limits::default() };
        let places = Places::new(&limits, Shares::new(BOUNDS));
        let address = |last: u8| IpAddr::from([198, 51, 100, last]);
        let (little, much) = (places.take_one(address(1)).unwrap(), places.take_one(address(1)).unwrap());
        little.count(150);
        much.count(250);
        assert!(!much.leave().is_cancelled(), "that is what one address may");
        little.count(1);
        let gone = [&little, &much].map(|place| place.leave().is_cancelled());
        assert_eq!(gone, [false, true]);
        let proven = places.take_one(address(1)).unwrap();
        proven.prove(tenant());
        proven.count(10_000);
        assert!(!proven.leave().is_cancelled(), "who proved something has a share of their own");
        let proxy = places.take(address(9), true, &CancellationToken::new()).unwrap();
        proxy.count(849);
        assert!(!proxy.leave().is_cancelled(), "it brings everybody");
        little.count(1);
        let gone = [&little, &proxy].map(|place| place.leave().is_cancelled());
        assert_eq!(gone, [false, true], "all together");
        drop((little, much, proven, proxy));
        let open = lock(&places.open);
        assert!(open.strangers.is_empty() && open.bytes == 0, "nothing is counted of who has gone");
    }
}
