//! Which tenants' databases are open: a cache, not a leak.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::TenantId;
use tokio::sync::OnceCell;

use crate::{ChatStore, StorageError};

/// How many tenants' stores are kept. One whose file is open costs some 200 KiB, one that rests a few; opening one takes
/// about a millisecond.
const OPEN_TENANTS: usize = 64;

/// Open tenants. Those in nobody's hands are let go, the longest unasked first, when there are more than [`OPEN_TENANTS`];
/// those in somebody's hands are kept however many they are, and their files closed while nobody calls.
#[derive(Default)]
pub(crate) struct OpenChats(Mutex<State>);

#[derive(Default)]
struct State {
    /// Grows each time somebody asks.
    asked: u64,
    entries: HashMap<TenantId, Entry>,
}

struct Entry {
    asked: u64,
    /// Everybody who asks for a tenant waits for one opening, and for no other tenant's.
    cell: Arc<OnceCell<ChatStore>>,
}

impl Entry {
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.cell) == 1 && self.cell.get().is_none_or(ChatStore::is_idle)
    }
}

impl OpenChats {
    /// The tenant's store, opened by `open` unless it is open.
    pub(crate) async fn get(
        &self,
        tenant: TenantId,
        open: impl Future<Output = Result<ChatStore, StorageError>>,
    ) -> Result<ChatStore, StorageError> {
        let (cell, idle) = self.enter(tenant);
        if !idle.is_empty() {
            // Closing folds a log into its file, and nobody needs to wait for that.
            drop(tokio::task::spawn_blocking(move || drop(idle)));
        }
        cell.get_or_try_init(|| open).await.cloned()
    }

    /// The place where the tenant's store is or will be, and what was taken out to make room.
    fn enter(&self, tenant: TenantId) -> (Arc<OnceCell<ChatStore>>, Vec<Entry>) {
        let mut state = self.lock();
        state.asked += 1;
        let asked = state.asked;
        let entry = state.entries.entry(tenant).or_insert_with(|| Entry { asked, cell: Arc::default() });
        entry.asked = asked;
        let cell = Arc::clone(&entry.cell);
        let mut idle = Vec::new();
        while state.entries.len() > OPEN_TENANTS {
            let unused = state.entries.iter().filter(|(_, entry)| entry.is_idle());
            let Some(oldest) = unused.min_by_key(|(_, entry)| entry.asked).map(|(id, _)| *id) else { break };
            idle.extend(state.entries.remove(&oldest));
        }
        (cell, idle)
    }

    /// How many files are open.
    pub(crate) fn count_open(&self) -> usize {
        let state = self.lock();
        let stores = state.entries.values().filter_map(|entry| entry.cell.get());
        stores.filter(|store| store.database().is_open()).count()
    }

    /// Those that are open.
    pub(crate) fn all(&self) -> Vec<ChatStore> {
        self.lock().entries.values().filter_map(|entry| entry.cell.get().cloned()).collect()
    }

    /// Takes everything out: a store is closed when the last hand lets go of it.
    pub(crate) fn take(&self) -> Vec<ChatStore> {
        let entries = std::mem::take(&mut self.lock().entries);
        entries.into_values().filter_map(|entry| entry.cell.get().cloned()).collect()
    }

    /// Nothing under this lock can stop half-way.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
