//! How a check knows that its request came here, and not to somebody else who answers alike.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_reach::Checking;

use crate::auth::secret;

/// The requests that are under way, each with a name that nobody can guess.
#[derive(Clone, Default)]
pub(crate) struct Proofs {
    open: Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>,
}

/// One request; forgotten when dropped.
pub(crate) struct Proof {
    proofs: Proofs,
    name: String,
    path: String,
    has_arrived: Arc<AtomicBool>,
}

impl Proofs {
    pub(crate) fn begin(&self) -> Proof {
        let name = secret::encode(secret::random().expose());
        let (path, has_arrived) = (format!("/api/reach/{name}"), Arc::new(AtomicBool::new(false)));
        self.lock().insert(name.clone(), Arc::clone(&has_arrived));
        Proof { proofs: self.clone(), name, path, has_arrived }
    }

    /// Notes that a request has come; tells whether it's one of ours.
    pub(crate) fn arrive(&self, name: &str) -> bool {
        let open = self.lock();
        let Some(has_arrived) = open.get(name) else { return false };
        has_arrived.store(true, Ordering::Release);
        true
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Checking for Proof {
    fn path(&self) -> &str {
        &self.path
    }

    fn has_arrived(&self) -> bool {
        self.has_arrived.load(Ordering::Acquire)
    }
}

impl Drop for Proof {
    fn drop(&mut self) {
        self.proofs.lock().remove(&self.name);
    }
}
