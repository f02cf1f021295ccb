//! Ports of the router that it passes on to this computer when it's asked to (`UPnP`).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use igd_next::aio::Gateway;
use igd_next::aio::tokio::{Tokio, search_gateway};
use igd_next::{AddPortError, PortMappingProtocol, SearchOptions};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::local::{address_towards, is_of_a_local_network};

/// For how long a router is asked at once: it forgets by itself who is gone for longer.
const LEASE: Duration = Duration::from_hours(1);
/// Well before that it's asked again, also because a router that was switched off has forgotten.
const RENEWAL: Duration = Duration::from_mins(10);
/// How long until it's asked again after it did not.
const WAIT: Duration = Duration::from_mins(1);
/// How long a search for a router may take: its answer may come after three seconds, which the library (0.18) allows it.
const PATIENCE: Duration = Duration::from_secs(4);
/// How often it's searched for before there is none: the library asks once a search, and the network may lose that.
const SEARCHES: usize = 2;
/// What the router shows beside the port.
const DESCRIPTION: &str = "Portaria";

/// A port outside and the port here that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedPort {
    /// The router's, which people open.
    pub public: u16,
    /// This computer's.
    pub own: u16,
}

/// Whether the router passes the ports on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingState {
    /// It's being asked.
    Asking,
    /// It does.
    Mapped {
        /// Its address on the Internet.
        public_ip: Ipv4Addr,
    },
    /// It doesn't, or it's of no use; it's asked again every minute.
    Failed(MappingCause),
}

/// Why the router doesn't pass ports on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingCause {
    /// None answered: `UPnP` is off, or the network has no router.
    NoRouter,
    /// It answers, and doesn't let itself be asked.
    NotAllowed,
    /// It passes such a port on to another device.
    PortTaken,
    /// It passes them on, and has itself no address on the Internet.
    NotPublic,
    /// It refused, or answered something else.
    Refused,
}

/// Ports that the router passes on for as long as this lives; it's told when that ends.
pub struct Mapping {
    state: watch::Receiver<MappingState>,
    hurry: Arc<Notify>,
    stop: DropGuard,
    keeping: JoinHandle<()>,
}

impl Mapping {
    /// Asks the router, and goes on asking.
    pub fn begin(ports: Vec<MappedPort>, tasks: &TaskTracker) -> Self {
        let (said, state) = watch::channel(MappingState::Asking);
        let (stop, hurry) = (CancellationToken::new(), Arc::new(Notify::new()));
        let keeping = tasks.spawn(keep(ports, said, Arc::clone(&hurry), stop.clone()));
        Self { state, hurry, stop: stop.drop_guard(), keeping }
    }

    /// Where it stands.
    pub fn state(&self) -> MappingState {
        *self.state.borrow()
    }

    /// Somebody may have mended what was in the way.
    pub fn ask_again(&self) {
        self.hurry.notify_one();
    }

    /// Ends it, and returns when the router was told: it would take the same port back from whoever asks next.
    pub async fn end(self) {
        drop(self.stop);
        // One that panicked has ended, too.
        let _ = self.keeping.await;
    }

    /// Returns when that has changed.
    pub async fn changed(&mut self) {
        if self.state.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn keep(ports: Vec<MappedPort>, said: watch::Sender<MappingState>, hurry: Arc<Notify>, stop: CancellationToken) {
    let mut held = Held::default();
    let keeping = async {
        loop {
            let (state, again) = match held.renew(&ports).await {
                Ok(public_ip) => (MappingState::Mapped { public_ip }, RENEWAL),
                Err(cause) => (MappingState::Failed(cause), WAIT),
            };
            let is_news = said.send_if_modified(|last| std::mem::replace(last, state) != state);
            if is_news {
                tracing::info!(?state, "the router was asked to pass ports on");
            }
            let _ = timeout(again, hurry.notified()).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = keeping => {}
    }
    // One that is gone keeps nobody from ending: it forgets by itself.
    let _ = timeout(PATIENCE, held.give_back()).await;
}

/// What the router does for us: only that is taken back, for the other ports may be another device's.
#[derive(Default)]
struct Held {
    router: Option<Router>,
    ports: Vec<MappedPort>,
}

impl Held {
    /// Has every port passed on, and gives the router's address on the Internet.
    async fn renew(&mut self, wanted: &[MappedPort]) -> Result<Ipv4Addr, MappingCause> {
        let router = self.router.insert(Router::find().await?);
        for port in wanted {
            // Before the answer, which may not be waited for.
            if !self.ports.contains(port) {
                self.ports.push(*port);
            }
            let mapped = router.map(*port).await;
            if mapped == Err(MappingCause::PortTaken) {
                self.ports.retain(|held| held != port);
            }
            mapped?;
        }
        router.public_ip().await
    }

    async fn give_back(self) {
        let Some(router) = self.router else { return };
        for port in self.ports {
            router.unmap(port).await;
        }
    }
}

struct Router {
    gateway: Gateway<Tokio>,
    /// This computer as the router sees it.
    own: IpAddr,
}

impl Router {
    async fn find() -> Result<Self, MappingCause> {
        let mut found = Err(MappingCause::NoRouter);
        for _ in 0..SEARCHES {
            let mut options = SearchOptions::default();
            options.timeout = Some(PATIENCE);
            found = search_gateway(options).await.map_err(|error| {
                tracing::debug!(error = &error as &dyn std::error::Error, "no router answers");
                MappingCause::NoRouter
            });
            if found.is_ok() {
                break;
            }
        }
        let gateway = found?;
        let own = address_towards(gateway.addr).map_err(|error| {
            tracing::debug!(%error, "no way to the router");
            MappingCause::NoRouter
        })?;
        Ok(Self { gateway, own })
    }

    async fn map(&self, port: MappedPort) -> Result<(), MappingCause> {
        let own = SocketAddr::new(self.own, port.own);
        let lease_s = u32::try_from(LEASE.as_secs()).unwrap_or(u32::MAX);
        let add = |lease_s| self.gateway.add_port(PortMappingProtocol::TCP, port.public, own, lease_s, DESCRIPTION);
        let added = match add(lease_s).await {
            // What such a router keeps for ever is taken back at the end.
            Err(AddPortError::OnlyPermanentLeasesSupported) => add(0).await,
            other => other,
        };
        added.map_err(|error| {
            tracing::debug!(error = &error as &dyn std::error::Error, ?port, "the router passes nothing on");
            match error {
                AddPortError::ActionNotAuthorized => MappingCause::NotAllowed,
                AddPortError::PortInUse => MappingCause::PortTaken,
                _ => MappingCause::Refused,
            }
        })
    }

    async fn public_ip(&self) -> Result<Ipv4Addr, MappingCause> {
        match self.gateway.get_external_ip().await {
            Ok(IpAddr::V4(ip)) if is_public(ip) => Ok(ip),
            Ok(_) => Err(MappingCause::NotPublic),
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "the router tells no address");
                Err(MappingCause::Refused)
            }
        }
    }

    async fn unmap(&self, port: MappedPort) {
        if let Err(error) = self.gateway.remove_port(PortMappingProtocol::TCP, port.public).await {
            tracing::debug!(error = &error as &dyn std::error::Error, ?port, "the router does not take a port back");
        }
    }
}

/// Whether people on the Internet can come to an address: providers share others among many (RFC 6598, RFC 6333).
fn is_public(ip: Ipv4Addr) -> bool {
    let is_shared = is_of_a_local_network(ip) || matches!(ip.octets(), [192, 0, 0, _]);
    let is_nobodys = ip.is_loopback() || ip.is_link_local() || ip.is_unspecified();
    !(is_shared || is_nobodys || ip.is_multicast() || ip.is_broadcast())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_a_provider_shares_is_not_public() {
        for (ip, expected) in [
            ([203, 0, 113, 1], true),
            ([100, 63, 255, 255], true),
            ([100, 64, 0, 1], false),
            ([100, 127, 255, 255], false),
            ([100, 128, 0, 0], true),
            ([192, 168, 1, 1], false),
            ([10, 0, 0, 1], false),
            ([172, 31, 0, 1], false),
            ([169, 254, 0, 1], false),
            ([127, 0, 0, 1], false),
            ([192, 0, 0, 2], false),
            ([239, 255, 255, 250], false),
            ([0, 0, 0, 0], false),
        ] {
            assert_eq!(is_public(ip.into()), expected, "{ip:?}");
        }
    }
}
