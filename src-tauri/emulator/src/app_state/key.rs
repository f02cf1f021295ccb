//! The key that an account's devices share.

use rand::RngExt as _;
use rand::rngs::StdRng;
use wacore::appstate::{ExpandedAppStateKeys, expand_app_state_keys};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::{
    AppStateSyncKey, AppStateSyncKeyData, AppStateSyncKeyFingerprint, AppStateSyncKeyId, AppStateSyncKeyShare,
};

use crate::network::Account;
use crate::network::stanza::seconds;

/// One app-state key and its name.
pub(crate) struct SyncKey {
    pub(crate) id: [u8; 6],
    pub(crate) data: [u8; 32],
}

impl SyncKey {
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        Self { id: rng.random(), data: rng.random() }
    }

    pub(super) fn expand(&self) -> ExpandedAppStateKeys {
        expand_app_state_keys(&self.data)
    }

    /// The key as the phone sends it to a companion.
    pub(crate) fn share(&self, account: &Account, now_ms: u64) -> AppStateSyncKeyShare {
        let fingerprint = AppStateSyncKeyFingerprint {
            raw_id: Some(account.handset.raw_id),
            current_index: Some(account.next_key_index - 1),
            device_indexes: std::iter::once(0)
                .chain(account.linked().map(|(_, companion)| companion.key_index))
                .collect(),
        };
        let data = AppStateSyncKeyData {
            key_data: Some(self.data.to_vec()),
            fingerprint: MessageField::some(fingerprint),
            timestamp: i64::try_from(seconds(now_ms)).ok(),
        };
        let key = AppStateSyncKey {
            key_id: MessageField::some(AppStateSyncKeyId { key_id: Some(self.id.to_vec()) }),
            key_data: MessageField::some(data),
        };
        AppStateSyncKeyShare { keys: vec![key] }
    }
}
