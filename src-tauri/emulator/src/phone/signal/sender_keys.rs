//! The sender keys that a phone keeps: its own, and those of others.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use wacore_libsignal::protocol::error::Result;
use wacore_libsignal::protocol::{SenderKeyName, SenderKeyRecord, SenderKeyStore};

use crate::network::{ChatId, DeviceAddress};

/// A phone's sender keys, and who holds its own.
#[derive(Default)]
pub(super) struct SenderKeys {
    pub(super) records: HashMap<SenderKeyName, SenderKeyRecord>,
    pub(super) holders: HashMap<ChatId, BTreeSet<DeviceAddress>>,
}

impl SenderKeys {
    pub(super) fn forget_everything(&mut self) {
        self.records.clear();
        self.holders.clear();
    }
}

#[async_trait]
impl SenderKeyStore for SenderKeys {
    async fn store_sender_key(&mut self, name: &SenderKeyName, record: SenderKeyRecord) -> Result<()> {
        self.records.insert(name.clone(), record);
        Ok(())
    }

    async fn load_sender_key(&self, name: &SenderKeyName) -> Result<Option<SenderKeyRecord>> {
        Ok(self.records.get(name).cloned())
    }
}
