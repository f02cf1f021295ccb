//! A collection as one snapshot, as the server composes it without any key: the records, and the MAC that the newest
//! patch carries over their hash.

use waproto::buffa::MessageField;
use waproto::codec::syncd_patch_decode;
use waproto::whatsapp::{KeyId, SyncdIndex, SyncdRecord, SyncdSnapshot, SyncdValue, SyncdVersion};

use super::collection::Collection;

impl Collection {
    /// The collection as it is now; `None` for one that was never written to.
    pub(super) fn snapshot(&self) -> Option<SyncdSnapshot> {
        let newest = syncd_patch_decode(self.patches.last()?).ok()?;
        Some(SyncdSnapshot {
            version: MessageField::some(SyncdVersion { version: Some(self.version()) }),
            records: self.snapshot_records(),
            // The MAC of a patch over the hash after it is the very MAC of a snapshot at its version.
            mac: newest.snapshot_mac,
            key_id: newest.key_id,
        })
    }

    /// Every record, in the order in which they were set.
    pub(super) fn snapshot_records(&self) -> Vec<SyncdRecord> {
        let mut records: Vec<_> = self.records.iter().collect();
        records.sort_by_key(|(index, record)| (record.set_at, *index));
        let record = |(index, record): (&Vec<u8>, &super::collection::Record)| SyncdRecord {
            index: MessageField::some(SyncdIndex { blob: Some(index.clone()) }),
            value: MessageField::some(SyncdValue { blob: Some(record.value.clone()) }),
            key_id: MessageField::some(KeyId { id: Some(record.key_id.clone()) }),
        };
        records.into_iter().map(record).collect()
    }
}
