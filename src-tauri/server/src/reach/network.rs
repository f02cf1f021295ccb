//! The addresses in this machine's network: opened as they come, closed as they go.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use portaria_reach::{NetworkSettings, local_addresses};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::accept::{self, Acceptor};
use crate::access::{ListenFailure, Listening};

/// The ports that are open in the network.
pub(super) struct Network {
    acceptor: Acceptor,
    port: u16,
    stopping: CancellationToken,
    open: BTreeMap<Ipv4Addr, DropGuard>,
}

impl Network {
    pub(super) fn new(acceptor: Acceptor, port: u16, stopping: CancellationToken) -> Self {
        Self { acceptor, port, stopping, open: BTreeMap::new() }
    }

    /// Opens and closes until it's as chosen; an address that the router gave anew is opened, one that's gone is closed.
    pub(super) async fn follow(&mut self, settings: &NetworkSettings, may_open: bool) -> Vec<Listening> {
        let is_open = settings.is_open && may_open;
        let local = if is_open { local_addresses() } else { Vec::new() };
        let chosen = local.into_iter().map(|address| address.ip);
        let chosen: Vec<_> = chosen.filter(|ip| settings.address.is_none_or(|address| address == *ip)).collect();
        self.open.retain(|ip, _| chosen.contains(ip));
        let mut listening = Vec::with_capacity(chosen.len());
        for ip in chosen {
            let failure = if self.open.contains_key(&ip) { None } else { self.open(ip).await.err() };
            listening.push(Listening { ip, failure });
        }
        listening
    }

    async fn open(&mut self, ip: Ipv4Addr) -> Result<(), ListenFailure> {
        let address = SocketAddr::from((ip, self.port));
        let listener = accept::listen(address).await.map_err(|error| {
            tracing::debug!(%error, %address, "cannot listen in the network");
            ListenFailure::from(error)
        })?;
        tracing::info!(%address, "open to the network");
        let stopping = self.stopping.child_token();
        self.acceptor.serve(listener, stopping.clone());
        self.open.insert(ip, stopping.drop_guard());
        Ok(())
    }
}
