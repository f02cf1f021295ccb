//! Exports that are being made, and how far they have come.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::{Export, ExportId};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

/// Exports that are being made.
pub(crate) struct Exports {
    places: Semaphore,
    making: Arc<Mutex<HashMap<ExportId, Making>>>,
}

/// One that is being made.
#[derive(Clone, Default)]
pub(super) struct Making {
    /// How many messages are in it, also of what is not on disk yet.
    pub messages: Arc<AtomicU64>,
    /// Set once nobody wants it any more.
    pub cancelled: CancellationToken,
    /// Whether somebody asked for it while it was being made: there may be more to do than was known then.
    is_asked_again: bool,
}

/// Held for as long as one is being made, however that ends.
pub(super) struct Entered {
    id: ExportId,
    making: Arc<Mutex<HashMap<ExportId, Making>>>,
    has_left: bool,
}

impl Exports {
    /// `together`: how many archives are worked on together.
    pub(crate) fn new(together: usize) -> Self {
        Self { places: Semaphore::new(together), making: Arc::default() }
    }

    /// Waits for the turn to put one entry into an archive; who had one stands behind those that wait.
    pub(super) async fn turn(&self) -> SemaphorePermit<'_> {
        self.places.acquire().await.expect("nobody closes the places")
    }

    /// Notes one that is to be made; `None`: it is being made already, and is looked at once more when it ends.
    pub(super) fn enter(&self, id: ExportId) -> Option<(Entered, Making)> {
        let mut all = lock(&self.making);
        if let Some(making) = all.get_mut(&id) {
            making.is_asked_again = true;
            return None;
        }
        let making = all.entry(id).or_default().clone();
        Some((Entered { id, making: Arc::clone(&self.making), has_left: false }, making))
    }

    /// Ends the making of one, if it is being made.
    pub(crate) fn cancel(&self, id: ExportId) {
        if let Some(making) = lock(&self.making).get(&id) {
            making.cancelled.cancel();
        }
    }

    /// An export with how far it has come by now.
    pub(crate) fn as_of_now(&self, mut export: Export) -> Export {
        if let Some(making) = lock(&self.making).get(&export.id) {
            export.counts.messages = export.counts.messages.max(making.messages.load(Ordering::Relaxed));
        }
        export
    }
}

impl Entered {
    /// Ends it, unless somebody asked for it meanwhile: whether it has ended.
    pub(super) fn leave(&mut self) -> bool {
        let mut all = lock(&self.making);
        if let Some(making) = all.get_mut(&self.id).filter(|making| making.is_asked_again) {
            making.is_asked_again = false;
            return false;
        }
        all.remove(&self.id);
        self.has_left = true;
        true
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if !self.has_left {
            lock(&self.making).remove(&self.id);
        }
    }
}

fn lock(making: &Mutex<HashMap<ExportId, Making>>) -> MutexGuard<'_, HashMap<ExportId, Making>> {
    making.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use portaria_domain::UnixMs;

    use super::*;

    #[test]
    fn one_is_made_once_and_again_where_it_was_asked_for_meanwhile() {
        let (exports, id) = (Exports::new(1), ExportId::from_parts(UnixMs(0), [7; 10]));
        let (mut entered, _) = exports.enter(id).unwrap();
        assert!(exports.enter(id).is_none());
        assert!(!entered.leave(), "it was asked for");
        assert!(entered.leave());
        let (again, _) = exports.enter(id).unwrap();
        drop(entered);
        assert!(exports.enter(id).is_none(), "who left before takes nobody else's place away");
        drop(again);
        assert!(exports.enter(id).is_some(), "a panic leaves nothing behind");
    }
}
