//! From where this server is to be reached, as the provider chose it, and what holds of it.
//!
//! The choice goes one way: stored here, then carried out by [`reach`](crate::reach), which notes here what came of it
//! and says to [`Addresses`](crate::addresses::Addresses) by which names requests are judged and links are made.

mod proofs;
mod status;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use portaria_domain::UnixMs;
use portaria_reach::{AccessSettings, InternetSettings};
use portaria_storage::{StorageError, Stores};
use tokio::sync::watch;

use crate::config::ServerConfig;

pub(crate) use proofs::Proofs;
pub(crate) use status::{AccessStatus, Checked, DomainStatus, ListenFailure, Listening, OwnPort};

/// How many ports after the server's own are tried, to find one for tunnels that is easily remembered.
const NEXT_PORTS: u16 = 20;

/// Under which name the settings are stored, as JSON.
pub(crate) const SETTING: &str = "access";

/// Under which name it's stored when links were opened, as JSON.
const VISITS: &str = "access_visits";
/// How often a link that is opened is noted anew, in milliseconds.
const VISIT_MS: i64 = 60_000;
/// Of how many addresses it is known.
const VISITED: usize = 16;

/// What the provider chose, and what holds.
pub(crate) struct Access {
    settings: watch::Sender<AccessSettings>,
    status: watch::Sender<Arc<AccessStatus>>,
    /// Counts checks that were asked for by hand.
    checks: watch::Sender<u64>,
    /// Counts how often somebody asked to look at certificates again.
    certificates: watch::Sender<u64>,
    /// Requests of ours that are on their way through the outside.
    pub(crate) proofs: Proofs,
    /// Whether the network is open because of where the server was told to listen when it was started.
    pub(crate) is_network_fixed: bool,
    /// Whether the address on the Internet was given when the server was started.
    pub(crate) is_internet_fixed: bool,
    /// Whether the panel was opened to elsewhere when the server was started.
    pub(crate) is_admin_fixed: bool,
}

impl Access {
    /// Takes up what was stored, under what was said when the server was started; `port` is where it listens.
    pub(crate) async fn load(config: &ServerConfig, stores: &Stores, port: u16) -> Result<Self, StorageError> {
        let mut settings = stored(stores).await?;
        if settings.tunnel_port.is_none() {
            settings.tunnel_port = Some(free_port_after(port));
            if matches!(settings.internet, InternetSettings::Tunnel(_)) {
                store(stores, &settings).await?;
            }
        }
        if let Some(public_url) = config.public_url.clone() {
            settings.internet = InternetSettings::Proxy { public_url, trusted_proxies: Vec::new() };
        }
        let visits = match stores.setting(VISITS).await? {
            Some(json) => serde_json::from_str::<BTreeMap<String, i64>>(&json).unwrap_or_default(),
            None => BTreeMap::new(),
        };
        let visits = visits.into_iter().map(|(base, at)| (base, UnixMs(at))).collect();
        let is_network_fixed = !config.listen.ip().is_loopback();
        settings.network.is_open &= !is_network_fixed;
        Ok(Self {
            settings: watch::Sender::new(settings),
            status: watch::Sender::new(Arc::new(AccessStatus { visits, ..AccessStatus::default() })),
            checks: watch::Sender::new(0),
            certificates: watch::Sender::new(0),
            proofs: Proofs::default(),
            is_network_fixed,
            is_internet_fixed: config.public_url.is_some(),
            is_admin_fixed: config.remote_admin,
        })
    }

    /// What was chosen.
    pub(crate) fn settings(&self) -> AccessSettings {
        self.settings.borrow().clone()
    }

    /// Stores a choice; it's carried out afterwards. What was said when the server was started stays as it is, and so
    /// does what was stored of that before.
    pub(crate) async fn set(&self, stores: &Stores, mut chosen: AccessSettings) -> Result<(), StorageError> {
        let before = stored(stores).await?;
        if self.is_internet_fixed {
            chosen.internet = before.internet;
        }
        if self.is_network_fixed {
            chosen.network.is_open = before.network.is_open;
        }
        if self.is_admin_fixed {
            chosen.is_admin_remote = before.is_admin_remote;
        }
        chosen.tunnel_port = self.settings().tunnel_port;
        store(stores, &chosen).await?;
        if self.is_internet_fixed {
            chosen.internet = self.settings().internet;
        }
        chosen.network.is_open &= !self.is_network_fixed;
        self.settings.send_replace(chosen);
        Ok(())
    }

    /// The port of this computer that tunnels lead to.
    pub(crate) fn tunnel_port(&self) -> u16 {
        self.settings.borrow().tunnel_port.unwrap_or_default()
    }

    /// Has tunnels lead to another port, where a program is told it at each start.
    pub(crate) async fn set_tunnel_port(&self, stores: &Stores, port: u16) -> Result<(), StorageError> {
        let stored = stored(stores).await?;
        store(stores, &AccessSettings { tunnel_port: Some(port), ..stored }).await?;
        self.settings.send_modify(|settings| settings.tunnel_port = Some(port));
        Ok(())
    }

    /// Whether the panel is to answer elsewhere, too.
    pub(crate) fn is_admin_remote(&self) -> bool {
        self.is_admin_fixed || self.settings.borrow().is_admin_remote
    }

    /// What holds.
    pub(crate) fn status(&self) -> Arc<AccessStatus> {
        Arc::clone(&self.status.borrow())
    }

    /// Hears of every change of what holds.
    pub(crate) fn follow_status(&self) -> watch::Receiver<Arc<AccessStatus>> {
        self.status.subscribe()
    }

    /// Hears of every other choice.
    pub(crate) fn follow_settings(&self) -> watch::Receiver<AccessSettings> {
        self.settings.subscribe()
    }

    /// Hears of every check that is asked for.
    pub(crate) fn follow_checks(&self) -> watch::Receiver<u64> {
        self.checks.subscribe()
    }

    /// Hears of everybody who asks for a look at the certificates.
    pub(crate) fn follow_certificates(&self) -> watch::Receiver<u64> {
        self.certificates.subscribe()
    }

    /// Changes what holds; tells whether it is another.
    pub(crate) fn note(&self, change: impl FnOnce(&mut AccessStatus)) -> bool {
        self.status.send_if_modified(|status| {
            let mut next = (**status).clone();
            change(&mut next);
            let is_other = next != **status;
            if is_other {
                *status = Arc::new(next);
            }
            is_other
        })
    }

    /// Notes where a check came in that went by the public address.
    pub(crate) fn note_entry(&self, is_main_port: bool) {
        let is_tunnel = matches!(self.settings.borrow().internet, InternetSettings::Tunnel(_));
        self.note(|status| status.is_tunnel_at_main_port = is_tunnel && is_main_port);
    }

    /// Notes that somebody elsewhere opened a link that begins so.
    pub(crate) fn note_visit(&self, base: String, now: UnixMs) {
        let is_known = self.status.borrow().visits.get(&base).is_some_and(|at| now.since_ms(*at) < VISIT_MS);
        if is_known {
            return;
        }
        self.note(|status| {
            status.visits.insert(base, now);
            while status.visits.len() > VISITED {
                let oldest = status.visits.iter().min_by_key(|(_, at)| **at).map(|(base, _)| base.clone());
                if let Some(oldest) = oldest {
                    status.visits.remove(&oldest);
                }
            }
        });
    }

    /// Stores when links were opened, so that a restart forgets nothing of it.
    pub(crate) async fn store_visits(
        &self,
        stores: &Stores,
        visits: &BTreeMap<String, UnixMs>,
    ) -> Result<(), StorageError> {
        let visits: BTreeMap<_, _> = visits.iter().map(|(base, at)| (base, at.0)).collect();
        let json = serde_json::to_string(&visits).expect("texts and numbers");
        stores.set_setting(VISITS, &json).await
    }

    /// Has the addresses checked now.
    pub(crate) fn ask_for_check(&self) {
        self.checks.send_modify(|count| *count += 1);
    }

    /// Has files of certificates read again, and orders that failed tried again.
    pub(crate) fn ask_for_certificates(&self) {
        self.certificates.send_modify(|count| *count += 1);
    }
}

async fn store(stores: &Stores, settings: &AccessSettings) -> Result<(), StorageError> {
    let json = serde_json::to_string(settings).expect("settings are text, numbers and lists");
    stores.set_setting(SETTING, &json).await
}

/// A port that nobody has now: one of the next, or any.
fn free_port_after(port: u16) -> u16 {
    let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| listener.local_addr());
    let next = (1..=NEXT_PORTS).filter_map(|step| port.checked_add(step)).find(|next| free(*next).is_ok());
    next.or_else(|| free(0).ok().map(|address| address.port())).unwrap_or_default()
}

/// What was chosen before. What can't be read is nothing: this computer only, until somebody chooses again.
async fn stored(stores: &Stores) -> Result<AccessSettings, StorageError> {
    let Some(json) = stores.setting(SETTING).await? else { return Ok(AccessSettings::default()) };
    Ok(serde_json::from_str(&json).unwrap_or_else(|error| {
        tracing::error!(%error, "the settings of access cannot be read: this computer only, until they are set again");
        AccessSettings::default()
    }))
}
