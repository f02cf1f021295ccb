//! The tenants' sessions that run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use portaria_domain::{Cause, Fact, TenantId};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use crate::command::{Command, SessionAccess};
use crate::shared::Shared;
use crate::tenant::Supervisor;

/// Entry points ask one thing at a time; more than this waiting means nobody listens.
const COMMANDS_WAITING: usize = 8;

/// A tenant's supervisor, as entry points see it.
#[derive(Clone)]
pub(crate) struct TenantHandle {
    /// The other end is held by the supervisor.
    pub(crate) commands: mpsc::Sender<Command>,
    /// The same as the supervisor's.
    pub(crate) access: SessionAccess,
    /// Cancelled by whoever wants the session down, and by the supervisor when it comes to rest by itself.
    cancel: CancellationToken,
    /// Cancelled when the supervisor is gone.
    pub(crate) done: CancellationToken,
}

/// The supervisors that run, at most one a tenant.
pub(crate) struct Fleet {
    shared: Arc<Shared>,
    handles: Mutex<HashMap<TenantId, TenantHandle>>,
}

impl Fleet {
    pub(crate) fn new(shared: Arc<Shared>) -> Arc<Self> {
        Arc::new(Self { shared, handles: Mutex::default() })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<TenantId, TenantHandle>> {
        self.handles.lock().expect("nothing panics while holding the fleet")
    }

    /// The tenant's supervisor, unless it is on its way out.
    pub(crate) fn running(&self, tenant: TenantId) -> Option<TenantHandle> {
        self.get(tenant).filter(|handle| !handle.cancel.is_cancelled())
    }

    fn get(&self, tenant: TenantId) -> Option<TenantHandle> {
        self.lock().get(&tenant).cloned()
    }

    /// Asks a session to end and waits until it has.
    pub(crate) async fn end(&self, tenant: TenantId) {
        if let Some(handle) = self.get(tenant) {
            handle.cancel.cancel();
            handle.done.cancelled().await;
        }
    }

    /// Sees to it that the tenant's session runs; waits for one that is on its way out.
    pub(crate) async fn ensure(self: &Arc<Self>, tenant: TenantId, cause: Cause) -> TenantHandle {
        loop {
            let leaving = match self.find_or_spawn(tenant, cause) {
                Ok(handle) => return handle,
                Err(leaving) => leaving,
            };
            leaving.cancelled().await;
        }
    }

    /// The running supervisor, a new one, or the moment when the old one is gone.
    pub(crate) fn find_or_spawn(
        self: &Arc<Self>,
        tenant: TenantId,
        cause: Cause,
    ) -> Result<TenantHandle, CancellationToken> {
        let mut handles = self.lock();
        if let Some(handle) = handles.get(&tenant) {
            return if handle.cancel.is_cancelled() { Err(handle.done.clone()) } else { Ok(handle.clone()) };
        }
        let (commands, received) = mpsc::channel(COMMANDS_WAITING);
        let handle = TenantHandle {
            commands,
            access: SessionAccess::default(),
            cancel: self.shared.stopping.child_token(),
            done: CancellationToken::new(),
        };
        let supervisor =
            Supervisor::new(Arc::clone(&self.shared), tenant, received, handle.access.clone(), handle.cancel.clone());
        // At once, so that the entry point that asked sees it.
        self.shared.board.apply(tenant, Fact::Started(cause));
        // Gone from the fleet whatever happens, a panic included.
        let departure = Departure { fleet: Arc::clone(self), tenant, done: handle.done.clone() };
        // What the library logs while a session of ours calls it names no tenant by itself.
        let span = tracing::error_span!("session", tenant.id = %tenant);
        let running = async move {
            let _departure = departure;
            supervisor.run().await;
        };
        self.shared.tracker.spawn(running.instrument(span));
        handles.insert(tenant, handle.clone());
        Ok(handle)
    }
}

/// Takes a supervisor off the fleet when its task ends.
struct Departure {
    fleet: Arc<Fleet>,
    tenant: TenantId,
    done: CancellationToken,
}

impl Drop for Departure {
    fn drop(&mut self) {
        self.fleet.lock().remove(&self.tenant);
        self.done.cancel();
    }
}
