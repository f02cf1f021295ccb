//! Settings of the account that came and are not stored yet.
//!
//! The library (0.7.0) writes down up to where it has the account's settings (stars, names of the address book, labels,
//! what is put away) and hands out what they say; they come once. Who is killed before the last of it is stored would
//! never hear of the rest. So it is written down first that some are under way, and until all are stored the next
//! session fetches them anew. That some changed is told once too, and acknowledged before the library asks what they are:
//! so the version that was told is written down before the acknowledgement leaves, and whoever has not come as far asks
//! when it is connected again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wacore::appstate::hash::HashState;
use wacore::appstate::patch_decode::WAPatchName;
use wacore::store::error::Result;
use wacore::store::traits::AppSyncStore as _;
use whatsapp_rust_sqlite_storage::SqliteStore;

use super::address_book::AddressBook;
use super::lifecycle::Lifecycle;

const COLLECTIONS: [WAPatchName; 5] = [
    WAPatchName::CriticalBlock,
    WAPatchName::CriticalUnblockLow,
    WAPatchName::RegularLow,
    WAPatchName::RegularHigh,
    WAPatchName::Regular,
];

/// How long the library may take to hand out what it has written down once; mostly it writes it down again behind that.
const HANDING_OUT: Duration = Duration::from_secs(5);

/// Collections of settings of which something is under way.
pub(super) struct Settings {
    file: SqliteStore,
    lifecycle: Arc<Lifecycle>,
    under_way: Mutex<HashMap<String, UnderWay>>,
    /// Versions that WhatsApp told of and that are not written down yet.
    told: Mutex<HashMap<String, u64>>,
    /// What an earlier session had not stored, or not asked for.
    again: Vec<String>,
    /// Who is taken out of the address book, of which the library tells nobody.
    pub(super) address_book: AddressBook,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct UnderWay {
    version: u64,
    /// Counts what came.
    number: u64,
}

impl Settings {
    /// Looks up what an earlier session had not stored, and lets it come as a whole; and what it had not asked for.
    pub(super) async fn new(file: SqliteStore, lifecycle: Arc<Lifecycle>) -> Result<Self> {
        let mut again = Vec::new();
        let mut under_way = HashMap::new();
        for collection in COLLECTIONS.map(|collection| collection.as_str()) {
            if file.get_version(&mark(collection)).await?.version > 0 {
                file.clear_mutation_macs(collection).await?;
                file.set_version(collection, HashState::default()).await?;
                under_way.insert(collection.to_owned(), UnderWay::default());
                again.push(collection.to_owned());
            } else if file.get_version(&told(collection)).await?.version > file.get_version(collection).await?.version {
                again.push(collection.to_owned());
            }
        }
        let address_book = AddressBook::new(file.clone(), Arc::clone(&lifecycle));
        Ok(Self { file, lifecycle, under_way: Mutex::new(under_way), told: Mutex::default(), again, address_book })
    }

    /// WhatsApp told that a collection changed, and up to which version.
    pub(super) fn tell(&self, collection: &str, version: u64) {
        let mut told = self.told();
        let newest = told.entry(collection.to_owned()).or_default();
        *newest = version.max(*newest);
    }

    /// Writes down what was told. Until it is, nothing may leave.
    pub(super) async fn keep_told(&self) -> Result<()> {
        // What could not be written is tried again before the next thing leaves.
        loop {
            let Some((collection, version)) = self.told().iter().next().map(|(name, version)| (name.clone(), *version))
            else {
                return Ok(());
            };
            self.file.set_version(&told(&collection), HashState { version, ..HashState::default() }).await?;
            let mut told = self.told();
            if told.get(&collection) == Some(&version) {
                told.remove(&collection);
            }
        }
    }

    /// What has to be fetched, although nobody says that it changed.
    pub(super) fn again(&self) -> &[String] {
        &self.again
    }

    /// The library writes down up to where it has a collection, before or after it has handed out what that says.
    pub(super) async fn write(self: &Arc<Self>, collection: &str, state: HashState) -> Result<()> {
        if !self.under_way().contains_key(collection) {
            self.file.set_version(&mark(collection), HashState { version: 1, ..HashState::default() }).await?;
        }
        let version = state.version;
        self.file.set_version(collection, state).await?;
        let (came, before) = {
            let mut all = self.under_way();
            let one = all.entry(collection.to_owned()).or_default();
            let before = *one;
            *one = UnderWay { version, number: before.number + 1 };
            (*one, before)
        };
        let is_handed_out = before.number > 0 && before.version == version;
        let (settings, collection) = (Arc::clone(self), collection.to_owned());
        self.lifecycle.tasks.spawn(async move {
            let lifecycle = Arc::clone(&settings.lifecycle);
            let stored = settings.stored(&collection, came, if is_handed_out { Duration::ZERO } else { HANDING_OUT });
            tokio::select! {
                () = lifecycle.over.cancelled() => {}
                () = stored => {}
            }
        });
        Ok(())
    }

    /// Waits until all of a collection is stored, and forgets that it was under way, unless more of it came.
    async fn stored(&self, collection: &str, came: UnderWay, after: Duration) {
        tokio::time::sleep(after).await;
        if !self.is_last(collection, came) || !self.lifecycle.stored().await || !self.is_last(collection, came) {
            return;
        }
        if let Err(error) = self.file.set_version(&mark(collection), HashState::default()).await {
            tracing::warn!(tenant.id = %self.lifecycle.tenant, %error, "settings will be fetched once more");
            return;
        }
        self.under_way().remove(collection);
    }

    fn is_last(&self, collection: &str, came: UnderWay) -> bool {
        self.under_way().get(collection) == Some(&came)
    }

    fn told(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<String, UnderWay>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where it is written down that something of a collection is under way: beside the collections, as one of no version.
fn mark(collection: &str) -> String {
    format!("{collection} under way")
}

/// Where the version is written down that WhatsApp told of last.
fn told(collection: &str) -> String {
    format!("{collection} told")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use portaria_domain::{Secret, TenantId, UnixMs};
    use tokio::sync::mpsc;
    use tokio_util::task::TaskTracker;

    use super::*;
    use crate::Signal;
    use crate::live::lifecycle::Note;
    use crate::live::store;

    const STARS: &str = "regular_high";

    fn at(version: u64) -> HashState {
        HashState { version, ..HashState::default() }
    }

    fn session() -> (Arc<Lifecycle>, mpsc::Receiver<Note>) {
        let (notes, taken) = mpsc::channel(9);
        (Lifecycle::new(TenantId::from_parts(UnixMs(1), [0; 10]), TaskTracker::new(), notes), taken)
    }

    #[tokio::test]
    async fn what_was_not_stored_is_fetched_as_a_whole_by_the_next_session_and_what_was_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (file, _closed) = store::open(folder.path(), &Secret::new([7; 32])).await.unwrap();
        for is_stored in [false, true] {
            let (lifecycle, mut notes) = session();
            let settings = Arc::new(Settings::new(file.clone(), lifecycle).await.unwrap());
            // Once before it is handed out, once behind that.
            settings.write(STARS, at(3)).await.unwrap();
            settings.write(STARS, at(3)).await.unwrap();
            let Some(Note::Signal(Signal::Stored(question))) = notes.recv().await else { panic!("nobody is asked") };
            if is_stored {
                question.answer();
                while file.get_version(&mark(STARS)).await.unwrap().version > 0 {
                    tokio::task::yield_now().await;
                }
            }
            let next = Settings::new(file.clone(), session().0).await.unwrap();
            let (again, version) = (next.again().len(), file.get_version(STARS).await.unwrap().version);
            assert_eq!((again, version), if is_stored { (0, 3) } else { (1, 0) });
        }
    }
}
