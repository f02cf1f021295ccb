//! A tunnel: a program of somebody else, started and watched, that carries connections from the Internet to this server.

mod launch;
mod program;
mod status;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use self::launch::Launch;
pub use self::status::{TunnelCause, TunnelState, TunnelStatus};
use crate::settings::TunnelSettings;

/// The first wait after a program has ended, and the longest.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));
/// A program that ran so long begins again with the first wait.
const STEADY: Duration = Duration::from_mins(1);

/// A tunnel that is kept up for as long as this lives. Its program and all that it started end with it.
pub struct Tunnel {
    status: watch::Receiver<TunnelStatus>,
    _stop: DropGuard,
}

impl Tunnel {
    /// Starts the program, and starts it again whenever it ends.
    pub fn begin(settings: TunnelSettings, port: u16, tasks: &TaskTracker) -> Self {
        let (said, status) = watch::channel(TunnelStatus { state: TunnelState::Starting, last_lines: Vec::new() });
        let stop = CancellationToken::new();
        tasks.spawn(keep_up(settings, port, said, stop.clone()));
        Self { status, _stop: stop.drop_guard() }
    }

    /// Where it stands.
    pub fn status(&self) -> TunnelStatus {
        self.status.borrow().clone()
    }

    /// Returns when that has changed.
    pub async fn changed(&mut self) {
        if self.status.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn keep_up(settings: TunnelSettings, port: u16, said: watch::Sender<TunnelStatus>, stop: CancellationToken) {
    let mut wait = WAITS.0;
    loop {
        let began = Instant::now();
        said.send_modify(|status| status.state = TunnelState::Starting);
        let cause = match Launch::new(&settings, port) {
            Ok(launch) => match program::run(&launch, &said, &stop).await {
                Some(cause) => cause,
                None => return,
            },
            Err(cause) => cause,
        };
        if began.elapsed() >= STEADY {
            wait = WAITS.0;
        }
        tracing::warn!(?cause, again_in_s = wait.as_secs(), "the tunnel is down");
        said.send_modify(|status| status.state = TunnelState::Waiting { cause, again_in_s: wait.as_secs() });
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(WAITS.1),
        }
    }
}
