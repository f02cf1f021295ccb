//! Whether the Internet comes here, where that was chosen.

use std::sync::Arc;

use portaria_domain::UnixMs;
use portaria_reach::TunnelState;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::access::AccessStatus;
use crate::app::AppState;

/// How long a tunnel may be away before it counts, in milliseconds: as long as until a check is repeated.
const LASTS_MS: i64 = 20_000;

/// How it stands with the address on the Internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outside {
    /// It leads here, or there is none.
    #[default]
    Well,
    /// Links open nowhere else any more.
    Gone {
        /// Since when.
        since: UnixMs,
    },
}

/// Tells of each change, once it was seen twice: one check that fails may be an accident.
pub struct OutsideChanges {
    app: AppState,
    stopping: CancellationToken,
    status: watch::Receiver<Arc<AccessStatus>>,
    told: Outside,
    /// Since when the tunnel is away.
    tunnel_gone_since: Option<UnixMs>,
}

impl OutsideChanges {
    pub(super) fn new(app: AppState, stopping: CancellationToken) -> Self {
        let status = app.access.follow_status();
        Self { app, stopping, status, told: Outside::Well, tunnel_gone_since: None }
    }

    /// The next change; at first all is well. `None`: the server goes down.
    pub async fn next(&mut self) -> Option<Outside> {
        let stopping = self.stopping.clone();
        loop {
            let status = Arc::clone(&self.status.borrow_and_update());
            let outside = self.look(&status);
            if outside != self.told {
                self.told = outside;
                return Some(outside);
            }
            stopping.run_until_cancelled(self.status.changed()).await?.ok()?;
        }
    }

    fn look(&mut self, status: &AccessStatus) -> Outside {
        let public = self.app.addresses.reached().public.as_ref().map(ToString::to_string);
        if let Some((url, checked)) = public.and_then(|url| status.checks.get_key_value(&url)) {
            return match checked.failure {
                None => Outside::Well,
                Some(_) if status.is_inconclusive(url, checked) => Outside::Well,
                Some(_) if checked.at == checked.since => self.told,
                Some(_) => Outside::Gone { since: checked.since },
            };
        }
        // A tunnel that is away takes an address along that it alone knows.
        match status.tunnel.as_ref().map(|tunnel| &tunnel.state) {
            Some(TunnelState::Waiting { .. }) => {
                let now = self.app.now();
                let since = *self.tunnel_gone_since.get_or_insert(now);
                if now.since_ms(since) >= LASTS_MS { Outside::Gone { since } } else { self.told }
            }
            Some(TunnelState::Starting) => self.told,
            Some(TunnelState::Up { .. }) | None => {
                self.tunnel_gone_since = None;
                Outside::Well
            }
        }
    }
}
