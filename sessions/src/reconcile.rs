//! Brings what runs to what is wanted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use portaria_domain::{Cause, Fact, SessionStatus, TenantId};
use portaria_whatsapp::Connection;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::host::Shared;
use crate::session::Command;
use crate::supervisor::Supervisor;

/// How often the reconciler looks by itself; doors wake a tenant at once.
const SWEEP_EVERY: Duration = Duration::from_secs(30);
/// Doors ask one thing at a time; more than this waiting means nobody listens.
const COMMANDS_WAITING: usize = 8;

/// Where doors find the connection of a session that can send.
#[derive(Clone, Default)]
pub(crate) struct Line(Arc<Mutex<Option<Arc<dyn Connection>>>>);

impl Line {
    pub(crate) fn get(&self) -> Option<Arc<dyn Connection>> {
        self.lock().clone()
    }

    pub(crate) fn set(&self, connection: Option<Arc<dyn Connection>>) {
        *self.lock() = connection;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<dyn Connection>>> {
        self.0.lock().expect("nothing panics while holding the line")
    }
}

/// A supervisor that runs, as doors see it.
#[derive(Clone)]
pub(crate) struct Running {
    /// The other end is held by the supervisor.
    pub(crate) commands: mpsc::Sender<Command>,
    /// Rung to make the outbox look.
    pub(crate) bell: Arc<Notify>,
    /// Rung to end the wait before the next attempt.
    pub(crate) retry: Arc<Notify>,
    pub(crate) line: Line,
    /// Cancelled by a door that wants the session down, and by the supervisor when it comes to rest by itself.
    pub(crate) cancel: CancellationToken,
    /// Cancelled when the supervisor is gone.
    pub(crate) done: CancellationToken,
}

/// The supervisors that run.
#[derive(Default)]
pub(crate) struct Fleet(Mutex<HashMap<TenantId, Running>>);

impl Fleet {
    fn lock(&self) -> MutexGuard<'_, HashMap<TenantId, Running>> {
        self.0.lock().expect("nothing panics while holding the fleet")
    }

    /// The tenant's supervisor, unless it is on its way out.
    pub(crate) fn running(&self, tenant: TenantId) -> Option<Running> {
        self.get(tenant).filter(|running| !running.cancel.is_cancelled())
    }

    fn get(&self, tenant: TenantId) -> Option<Running> {
        self.lock().get(&tenant).cloned()
    }

    /// Asks a session to end and waits until it has.
    pub(crate) async fn end(&self, tenant: TenantId) {
        if let Some(running) = self.get(tenant) {
            running.cancel.cancel();
            running.done.cancelled().await;
        }
    }
}

impl Shared {
    /// Sees to it that the tenant's session runs; waits for one that is on its way out.
    pub(crate) async fn ensure(self: &Arc<Self>, tenant: TenantId, cause: Cause) -> Running {
        loop {
            let leaving = match self.find_or_spawn(tenant, cause) {
                Ok(running) => return running,
                Err(leaving) => leaving,
            };
            leaving.cancelled().await;
        }
    }

    /// The running supervisor, a new one, or the moment when the old one is gone.
    fn find_or_spawn(self: &Arc<Self>, tenant: TenantId, cause: Cause) -> Result<Running, CancellationToken> {
        let mut fleet = self.fleet.lock();
        if let Some(running) = fleet.get(&tenant) {
            return if running.cancel.is_cancelled() { Err(running.done.clone()) } else { Ok(running.clone()) };
        }
        let (commands, received) = mpsc::channel(COMMANDS_WAITING);
        let running = Running {
            commands,
            bell: Arc::default(),
            retry: Arc::default(),
            line: Line::default(),
            cancel: self.stopping.child_token(),
            done: CancellationToken::new(),
        };
        let supervisor = Supervisor {
            shared: Arc::clone(self),
            tenant,
            commands: received,
            bell: Arc::clone(&running.bell),
            retry: Arc::clone(&running.retry),
            line: running.line.clone(),
            cancel: running.cancel.clone(),
        };
        // At once, so that the door that asked sees it.
        self.board.apply(tenant, Fact::Started(cause));
        // Gone from the fleet whatever happens, a panic included.
        let departure = Departure { shared: Arc::clone(self), tenant, done: running.done.clone() };
        self.tracker.spawn(async move {
            let _departure = departure;
            supervisor.run().await;
        });
        fleet.insert(tenant, running.clone());
        Ok(running)
    }

    /// Starts what ought to run and does not: all of it at boot, what fell through later.
    pub(crate) async fn reconcile_forever(self: Arc<Self>) {
        let mut cause = Cause::Boot;
        loop {
            for tenant in self.board.wanted() {
                if self.stopping.is_cancelled() {
                    return;
                }
                if cause == Cause::Boot || !self.rests_for_a_reason(tenant) {
                    // A supervisor on its way out is looked at again at the next sweep.
                    let _ = self.find_or_spawn(tenant, cause);
                }
            }
            cause = Cause::Requested;
            tokio::select! {
                () = self.stopping.cancelled() => return,
                () = tokio::time::sleep(SWEEP_EVERY) => {}
            }
        }
    }

    /// Sessions that only a person should bring back: starting them would fight another device, or WhatsApp.
    fn rests_for_a_reason(&self, tenant: TenantId) -> bool {
        use SessionStatus as S;
        let status = self.board.status(tenant).map(|status| status.status);
        matches!(status, None | Some(S::LoggedOut | S::Replaced | S::Banned | S::Failed))
    }
}

/// Takes a supervisor off the fleet when its task ends.
struct Departure {
    shared: Arc<Shared>,
    tenant: TenantId,
    done: CancellationToken,
}

impl Drop for Departure {
    fn drop(&mut self) {
        self.shared.fleet.lock().remove(&self.tenant);
        self.done.cancel();
    }
}
