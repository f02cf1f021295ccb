//! This computer's name in its network, told by multicast DNS: phones find `portaria.local` without any setting of the
//! router, and still do when it gives the computer another address.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use mdns_sd::{DaemonEvent, IfKind, Receiver, ServiceDaemon, ServiceInfo};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::settings::HostName;

/// What is at the name: a web server.
const SERVICE: &str = "_http._tcp.local.";
/// How long a goodbye may take.
const FAREWELL: Duration = Duration::from_secs(3);
/// What lists of devices show.
const SHOWN_AS: &str = "Portaria";

/// Why the network can't be told.
#[derive(Debug, thiserror::Error)]
#[error("this computer's name cannot be told to the network")]
pub struct NameError(#[from] mdns_sd::Error);

/// Tells the network a name, for as long as it lives.
pub struct Announced {
    name: watch::Receiver<String>,
    stop: DropGuard,
    has_ended: oneshot::Receiver<()>,
}

impl Announced {
    /// Tells that this name is at these addresses. Where another computer has it already, a number is put after it.
    pub fn begin(name: &HostName, ips: &[Ipv4Addr], port: u16, tasks: &TaskTracker) -> Result<Self, NameError> {
        let daemon = ServiceDaemon::new()?;
        daemon.disable_interface(IfKind::All)?;
        daemon.enable_interface(ips.iter().map(|ip| IfKind::Addr(IpAddr::V4(*ip))).collect::<Vec<_>>())?;
        let events = daemon.monitor()?;
        let host = format!("{}.local.", name.as_str());
        let ips: Vec<_> = ips.iter().map(|ip| IpAddr::V4(*ip)).collect();
        let service = ServiceInfo::new(SERVICE, SHOWN_AS, &host, &ips[..], port, &[("path", "/")][..])?;
        daemon.register(service)?;
        let (said, name) = watch::channel(format!("{}.local", name.as_str()));
        let (stop, (ended, has_ended)) = (CancellationToken::new(), oneshot::channel());
        let following = follow(daemon, events, said, host, stop.clone());
        tasks.spawn(async move {
            following.await;
            let _ = ended.send(());
        });
        Ok(Self { name, stop: stop.drop_guard(), has_ended })
    }

    /// Takes the name back, and returns when the network was told. Who tells the same name before that, of other
    /// addresses, finds it taken.
    pub async fn end(self) {
        drop(self.stop);
        let _ = timeout(FAREWELL, self.has_ended).await;
    }

    /// The name as it holds now, with its `.local`.
    pub fn name(&self) -> String {
        self.name.borrow().clone()
    }

    /// Returns when the name has changed.
    pub async fn changed(&mut self) {
        if self.name.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn follow(
    daemon: ServiceDaemon,
    events: Receiver<DaemonEvent>,
    said: watch::Sender<String>,
    host: String,
    stop: CancellationToken,
) {
    loop {
        let event = tokio::select! {
            () = stop.cancelled() => break,
            event = events.recv_async() => event,
        };
        match event {
            Ok(DaemonEvent::NameChange(change)) if change.original == host => {
                let name = change.new_name.trim_end_matches('.').to_owned();
                tracing::info!(name, "another computer of the network has the name: it goes on with a number");
                said.send_replace(name);
            }
            Ok(DaemonEvent::Error(error)) => tracing::debug!(%error, "the network could not be told a name"),
            Ok(_) => {}
            Err(_) => return,
        }
    }
    // It says goodbye, so that phones forget the name at once.
    if let Ok(done) = daemon.shutdown() {
        let _ = timeout(FAREWELL, done.recv_async()).await;
    }
}
