//! A tunnel: its program, and the port of this computer that it leads to.
//!
//! Not the server's own port: what carries bytes alone brings strangers from loopback, who write any name. At this one
//! nobody is taken for somebody who sits here.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use portaria_reach::{Tunnel, TunnelCause, TunnelSettings, TunnelState, TunnelStatus};
use tokio_util::sync::CancellationToken;

use crate::accept::{self, Acceptor};
use crate::app::App;

/// In how many seconds a port that another program has is tried again: whenever everything is looked at.
const AGAIN_IN_S: u64 = 5;

/// The tunnel that was chosen, if one was.
pub(super) struct Tunnelled {
    app: Arc<App>,
    acceptor: Acceptor,
    stopping: CancellationToken,
    /// The port, from the first tunnel on until the server stops: without a public name it answers nobody.
    open: Option<u16>,
    running: Option<(TunnelSettings, Tunnel)>,
}

impl Tunnelled {
    pub(super) fn new(app: Arc<App>, acceptor: Acceptor, stopping: CancellationToken) -> Self {
        Self { app, acceptor, stopping, open: None, running: None }
    }

    /// Runs the program that was chosen, and no other; tells where it stands, if one is to run.
    pub(super) async fn follow(&mut self, chosen: Option<&TunnelSettings>) -> Option<TunnelStatus> {
        if self.running.as_ref().map(|(settings, _)| settings) != chosen {
            // The old one is gone before the new one comes: both may want the same name.
            self.running = None;
        }
        let chosen = chosen?;
        if let Some((_, tunnel)) = &self.running {
            return Some(tunnel.status());
        }
        let Some(port) = self.port(chosen).await else { return Some(without_port()) };
        let tunnel = Tunnel::begin(chosen.clone(), port, &self.app.tasks);
        let (_, tunnel) = self.running.insert((chosen.clone(), tunnel));
        Some(tunnel.status())
    }

    /// Returns when the program stands elsewhere.
    pub(super) async fn changed(&mut self) {
        match &mut self.running {
            Some((_, tunnel)) => tunnel.changed().await,
            None => std::future::pending().await,
        }
    }

    /// Opens the port, where it isn't. Another one is taken only for a program that is told it.
    async fn port(&mut self, chosen: &TunnelSettings) -> Option<u16> {
        if self.open.is_none() {
            self.open = self.listen(chosen.is_told_port()).await;
        }
        self.open
    }

    async fn listen(&self, may_move: bool) -> Option<u16> {
        let stored = self.app.access.tunnel_port();
        let mut listening = accept::listen(here(stored)).await;
        if listening.is_err() && may_move {
            listening = accept::listen(here(0)).await;
        }
        let listener = match listening {
            Ok(listener) => listener,
            Err(error) => {
                tracing::debug!(%error, port = stored, "the port for tunnels cannot be opened");
                return None;
            }
        };
        let port = listener.local_addr().ok()?.port();
        if port != stored
            && let Err(error) = self.app.access.set_tunnel_port(&self.app.stores, port).await
        {
            tracing::error!(error = &error as &dyn std::error::Error, "another port for tunnels could not be stored");
            return None;
        }
        self.acceptor.serve_tunnel(listener, self.stopping.clone());
        Some(port)
    }
}

fn here(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

fn without_port() -> TunnelStatus {
    let state = TunnelState::Waiting { cause: TunnelCause::PortTaken, again_in_s: AGAIN_IN_S };
    TunnelStatus { state, last_lines: Vec::new() }
}
