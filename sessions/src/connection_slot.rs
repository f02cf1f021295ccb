//! Where entry points find the connection of a session that can send.

use std::sync::{Arc, Mutex, MutexGuard};

use portaria_whatsapp::Connection;

/// Holds the connection while the session can send, and nothing otherwise. Clones are the same slot.
#[derive(Clone, Default)]
pub(crate) struct ConnectionSlot(Arc<Mutex<Option<Arc<dyn Connection>>>>);

impl ConnectionSlot {
    pub(crate) fn get(&self) -> Option<Arc<dyn Connection>> {
        self.lock().clone()
    }

    pub(crate) fn fill(&self, connection: Arc<dyn Connection>) {
        *self.lock() = Some(connection);
    }

    pub(crate) fn clear(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<dyn Connection>>> {
        self.0.lock().expect("nothing panics while holding the slot")
    }
}
