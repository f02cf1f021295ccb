//! People who are taken out of the phone's address book.
//!
//! The library (0.7.0) checks such an entry, forgets it, and makes no event of it. So entries that are taken out are
//! remembered as they come, and opened when the library forgets them: before it hands out what else came with them, for
//! an entry that is only sealed anew is taken out and put in again. What comes in a file of its own, because it is
//! much, is not seen here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::Address;
use wacore::appstate::patch_decode::{PatchList, WAPatchName, parse_patch_lists_ref};
use wacore::appstate::{decode_record, expand_app_state_keys};
use wacore::store::error::Result;
use wacore::store::traits::AppSyncStore as _;
use wacore_binary::NodeRef;
use waproto::whatsapp::SyncdRecord;
use waproto::whatsapp::syncd_mutation::SyncdOperation;
use whatsapp_rust_sqlite_storage::SqliteStore;

use super::address::{completed, parsed};
use super::lifecycle::{Lifecycle, Note};
use crate::Signal;

/// The collection that holds the address book.
const COLLECTION: WAPatchName = WAPatchName::CriticalUnblockLow;

/// How many entries are remembered that the library never came to forget.
const REMEMBERED: usize = 4_096;

/// Entries that are taken out, by the MAC of what they are about.
pub(super) struct AddressBook {
    file: SqliteStore,
    lifecycle: Arc<Lifecycle>,
    taken_out: Mutex<HashMap<Vec<u8>, SyncdRecord>>,
}

impl AddressBook {
    pub(super) fn new(file: SqliteStore, lifecycle: Arc<Lifecycle>) -> Self {
        Self { file, lifecycle, taken_out: Mutex::default() }
    }

    /// WhatsApp answers with what changed of some collections.
    pub(super) fn hear(&self, answer: &NodeRef<'_>) {
        let Ok(collections) = parse_patch_lists_ref(answer) else { return };
        let mut taken_out = self.taken_out();
        for record in collections.into_iter().filter(|one| one.name == COLLECTION).flat_map(removals) {
            if taken_out.len() < REMEMBERED
                && let Some(about) = record.index.blob.clone()
            {
                taken_out.insert(about, record);
            }
        }
    }

    /// The library has found it to be true that these entries are taken out.
    pub(super) async fn forget(&self, collection: &str, about: &[Vec<u8>]) -> Result<()> {
        if collection != COLLECTION.as_str() {
            return Ok(());
        }
        for about in about {
            let Some(record) = self.taken_out().remove(about) else { continue };
            if let Some(party) = self.party(&record).await? {
                self.lifecycle.note(Note::Signal(Signal::NameRemoved(party)));
            }
        }
        Ok(())
    }

    /// Whom an entry is about. `None`: it is no person's, or does not open.
    async fn party(&self, record: &SyncdRecord) -> Result<Option<Address>> {
        let Some(key_id) = record.key_id.id.as_deref() else { return Ok(None) };
        let Some(key) = self.file.get_sync_key(key_id).await? else { return Ok(None) };
        let keys = expand_app_state_keys(&key.key_data);
        let Ok((entry, _)) = decode_record(SyncdOperation::REMOVE, record, &keys, key_id, true) else {
            return Ok(None);
        };
        let [kind, jid] = &entry.index[..] else { return Ok(None) };
        let Some(jid) = parsed(jid).filter(|_| kind == "contact") else { return Ok(None) };
        let party = Address::one(jid);
        Ok(Some(match self.lifecycle.client() {
            Some(client) => completed(&client, party).await,
            None => party,
        }))
    }

    fn taken_out(&self) -> MutexGuard<'_, HashMap<Vec<u8>, SyncdRecord>> {
        self.taken_out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn removals(collection: PatchList) -> impl Iterator<Item = SyncdRecord> {
    let mutations = collection.patches.into_iter().flat_map(|patch| patch.mutations);
    let taken_out =
        mutations.filter(|one| one.operation.and_then(|one| one.as_known()) == Some(SyncdOperation::REMOVE));
    taken_out.filter_map(|one| one.record.into_option())
}
