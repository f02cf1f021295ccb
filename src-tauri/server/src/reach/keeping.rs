//! Carries out what the provider chose, and goes on doing so while the surroundings change.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Network as Proxies, UnixMs};
use portaria_reach::{AccessSettings, Announced, DomainSettings, HostName, InternetSettings, TunnelState};
use tokio_util::sync::CancellationToken;

use super::domain::Domain;
use super::network::Network;
use super::tunnel::Tunnelled;
use crate::accept::Acceptor;
use crate::addresses::Reached;
use crate::app::App;
use crate::socket;

/// How often this machine's addresses are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// How often it's stored that links that begin alike were opened, in milliseconds.
const STORED_EVERY_MS: i64 = 60 * 60_000;

/// Keeps everything as it was chosen, until `stopping`.
pub(crate) async fn keep(app: Arc<App>, acceptor: Acceptor, stopping: CancellationToken) {
    let port = app.addresses.bound().port();
    let network = Network::new(acceptor.clone(), port, stopping.clone());
    let ending = stopping.clone();
    let tunnelled = Tunnelled::new(Arc::clone(&app), acceptor.clone(), stopping.clone());
    let visits = app.access.status().visits.clone();
    let stored_visits = visits.clone();
    let mut kept = Kept {
        visits,
        stored_visits,
        app,
        port,
        acceptor,
        stopping: ending,
        network,
        named: None,
        tunnelled,
        domain: None,
    };
    let mut chosen = kept.app.access.follow_settings();
    let mut asked = kept.app.access.follow_certificates();
    loop {
        let settings = chosen.borrow_and_update().clone();
        kept.follow(&settings).await;
        tokio::select! {
            () = stopping.cancelled() => {
                kept.follow_visits().await;
                return;
            }
            changed = chosen.changed() => if changed.is_err() { return },
            () = renamed(&mut kept.named) => {}
            () = kept.tunnelled.changed() => {}
            () = certified(&mut kept.domain) => {}
            _ = asked.changed() => kept.look_again(),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn renamed(named: &mut Option<Named>) {
    match named {
        Some(named) => named.announced.changed().await,
        None => std::future::pending().await,
    }
}

async fn certified(domain: &mut Option<Domain>) {
    match domain {
        Some(domain) => domain.changed().await,
        None => std::future::pending().await,
    }
}

/// A name that the network is told.
struct Named {
    wanted: HostName,
    ips: Vec<Ipv4Addr>,
    announced: Announced,
}

/// What runs because it was chosen.
struct Kept {
    app: Arc<App>,
    port: u16,
    acceptor: Acceptor,
    stopping: CancellationToken,
    network: Network,
    named: Option<Named>,
    tunnelled: Tunnelled,
    domain: Option<Domain>,
    /// When links were opened from elsewhere, as it was shown and stored last.
    visits: BTreeMap<String, UnixMs>,
    stored_visits: BTreeMap<String, UnixMs>,
}

impl Kept {
    async fn follow(&mut self, settings: &AccessSettings) {
        let is_given = self.app.access.is_internet_fixed;
        let wants_more = settings.network.is_open || (settings.internet != InternetSettings::Closed && !is_given);
        // A store that cannot be read opens nothing. What was said at the start is the operator's own business.
        let may_open = !wants_more || matches!(self.app.stores.admin_password_hash().await, Ok(Some(_)));
        let listening = self.network.follow(&settings.network, may_open).await;
        let ips: Vec<_> = listening.iter().filter(|at| at.failure.is_none()).map(|at| at.ip).collect();
        self.tell_name(&settings.network.name, &ips).await;
        let tunnel = match &settings.internet {
            InternetSettings::Tunnel(chosen) if may_open => Some(chosen),
            _ => None,
        };
        let tunnel = self.tunnelled.follow(tunnel).await;
        self.keep_domain(&settings.internet, may_open).await;
        let name = self.named.as_ref().map(|named| named.announced.name());
        let domain = self.domain.as_mut().map(Domain::follow);
        let mut trusted_proxies = self.app.config.trusted_proxies.clone();
        let mut tunnel_names_callers = false;
        let public = match (&settings.internet, &tunnel) {
            (InternetSettings::Proxy { public_url, trusted_proxies: chosen }, _) if may_open || is_given => {
                trusted_proxies.extend(chosen);
                Some(public_url.clone())
            }
            (InternetSettings::Tunnel(chosen), Some(status)) => {
                tunnel_names_callers = chosen.names_callers();
                if tunnel_names_callers {
                    trusted_proxies.push(this_machine());
                }
                match &status.state {
                    TunnelState::Up { url } => Some(url.clone()),
                    // Links stay as they are while a tunnel with an address of its own comes back.
                    TunnelState::Starting | TunnelState::Waiting { .. } => chosen.public_url.clone(),
                }
            }
            // Links carry nothing that doesn't open yet.
            (InternetSettings::Domain(_), _) => self.domain.as_ref().and_then(Domain::public_url),
            _ => None,
        };
        let is_encrypted_here = self.domain.is_some();
        let link_by = settings.network.link_by;
        let reached =
            Reached { listening: ips, name, link_by, public, is_encrypted_here, trusted_proxies, tunnel_names_callers };
        let is_reached_otherwise = self.app.addresses.set(reached);
        let is_news = self.app.access.note(|status| {
            status.needs_password = wants_more && !may_open;
            status.listening = listening;
            status.is_tunnel_at_main_port &= tunnel.is_some();
            status.tunnel = tunnel;
            status.domain = domain;
        });
        if is_reached_otherwise {
            self.app.access.ask_for_check();
        }
        let is_visited = self.follow_visits().await;
        if is_news || is_reached_otherwise || is_visited {
            socket::show_access(&self.app);
        }
    }

    /// Tells whether links were opened from elsewhere since this was asked last.
    async fn follow_visits(&mut self) -> bool {
        let visits = self.app.access.status().visits.clone();
        if visits == self.visits {
            return false;
        }
        let is_old = |before: &UnixMs, at: UnixMs| at.since_ms(*before).abs() >= STORED_EVERY_MS;
        let is_worth_storing =
            visits.iter().any(|(base, at)| self.stored_visits.get(base).is_none_or(|before| is_old(before, *at)));
        if is_worth_storing {
            match self.app.access.store_visits(&self.app.stores, &visits).await {
                Ok(()) => self.stored_visits.clone_from(&visits),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "it could not be stored when links were opened");
                }
            }
        }
        self.visits = visits;
        true
    }

    async fn tell_name(&mut self, wanted: &HostName, ips: &[Ipv4Addr]) {
        let is_told = self.named.as_ref().is_some_and(|named| named.wanted == *wanted && named.ips == ips);
        if is_told {
            return;
        }
        if let Some(named) = self.named.take() {
            named.announced.end().await;
        }
        if ips.is_empty() {
            return;
        }
        match Announced::begin(wanted, ips, self.port, &self.app.tasks) {
            Ok(announced) => self.named = Some(Named { wanted: wanted.clone(), ips: ips.to_vec(), announced }),
            // Links carry the address then.
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "the network is told no name"),
        }
    }

    async fn keep_domain(&mut self, chosen: &InternetSettings, may_open: bool) {
        let chosen = match chosen {
            InternetSettings::Domain(settings) if may_open => Some(settings),
            _ => None,
        };
        if self.domain.as_ref().map(|domain| &domain.settings) == chosen {
            return;
        }
        // The old one is gone before the new one comes: both may want the same port.
        if let Some(domain) = self.domain.take() {
            domain.end().await;
        }
        let begin = |settings: &DomainSettings| {
            Domain::begin(&self.app, settings.clone(), self.acceptor.clone(), self.stopping.clone())
        };
        self.domain = chosen.map(begin);
    }

    fn look_again(&self) {
        if let Some(domain) = &self.domain {
            domain.look_again();
        } else {
            tracing::info!("there are no certificates to read again: no name of this server's own was chosen");
        }
    }
}

/// From where a tunnel's program comes.
fn this_machine() -> Proxies {
    std::net::IpAddr::from(Ipv4Addr::LOCALHOST).into()
}
