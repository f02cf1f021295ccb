//! Who looks at files and makes them ready: a few at a time, whoever asks, for one picture may take 256 MB of memory.

use portaria_domain::TenantId;
use tokio::task::JoinError;

use crate::tenant_places::TenantPlaces;

/// How many files are worked on at a time, all tenants together.
const AT_A_TIME: usize = 2;
/// How many of one tenant: a film that is made smaller may take minutes.
const OF_A_TENANT: usize = 1;

/// A few places to work on files.
pub(crate) struct Workers(TenantPlaces);

impl Default for Workers {
    fn default() -> Self {
        Self(TenantPlaces::new(AT_A_TIME, OF_A_TENANT))
    }
}

impl Workers {
    /// Does a tenant's work that blocks and takes memory, once there is a place for it. An error: it panicked.
    pub(crate) async fn run<T, F>(&self, tenant: TenantId, work: F) -> Result<T, JoinError>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let place = self.0.take(tenant).await;
        // The work keeps its place also where nobody waits for it any more.
        let placed = move || {
            let done = work();
            drop(place);
            done
        };
        tokio::task::spawn_blocking(placed).await
    }
}
