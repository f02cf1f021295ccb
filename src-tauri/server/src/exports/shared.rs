//! Exports that are being made, and how far they have come.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::{Export, ExportId};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// How many archives are made together, all tenants.
const TOGETHER: usize = 2;

/// Exports that are being made.
pub(crate) struct Exports {
    pub(super) places: Semaphore,
    making: Mutex<HashMap<ExportId, Making>>,
}

/// One that is being made.
#[derive(Clone, Default)]
pub(super) struct Making {
    /// How many messages are in it, also of what is not on disk yet.
    pub messages: Arc<AtomicU64>,
    /// Set once nobody wants it any more.
    pub cancelled: CancellationToken,
}

impl Exports {
    pub(crate) fn new() -> Self {
        Self { places: Semaphore::new(TOGETHER), making: Mutex::default() }
    }

    /// Notes one that is to be made; `None`: it is being made already.
    pub(super) fn enter(&self, id: ExportId) -> Option<Making> {
        let mut making = self.lock();
        if making.contains_key(&id) {
            return None;
        }
        Some(making.entry(id).or_default().clone())
    }

    pub(super) fn leave(&self, id: ExportId) {
        self.lock().remove(&id);
    }

    /// Ends the making of one, if it is being made.
    pub(crate) fn cancel(&self, id: ExportId) {
        if let Some(making) = self.lock().get(&id) {
            making.cancelled.cancel();
        }
    }

    /// An export with how far it has come by now.
    pub(crate) fn as_of_now(&self, mut export: Export) -> Export {
        if let Some(making) = self.lock().get(&export.id) {
            export.counts.messages = export.counts.messages.max(making.messages.load(Ordering::Relaxed));
        }
        export
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ExportId, Making>> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
