//! A reach-out time lock.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::state::Standing;
use crate::network::stanza::seconds;

/// A lock and its end.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Lock {
    pub(super) until_ms: u64,
    /// WhatsApp's name for the kind of lock, e.g. `DEFAULT`, `WEB_COMPANION_ONLY`, `BIZ_QUALITY`.
    pub(super) enforcement: String,
}

impl Standing {
    pub(super) fn lock_at(&self, now_ms: u64) -> Option<&Lock> {
        self.lock.as_ref().filter(|lock| lock.until_ms > now_ms)
    }

    /// The lock as the mex query and the notification tell it.
    pub(super) fn lock_told(&self, now_ms: u64) -> Value {
        match self.lock_at(now_ms) {
            None => json!({ "is_active": false, "time_enforcement_ends": "0", "enforcement_type": "DEFAULT" }),
            Some(lock) => json!({
                "is_active": true,
                "time_enforcement_ends": seconds(lock.until_ms).to_string(),
                "enforcement_type": lock.enforcement,
            }),
        }
    }
}
