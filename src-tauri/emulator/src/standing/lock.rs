//! A reach-out time lock.

use serde::{Deserialize, Serialize};

/// A lock and its end.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Lock {
    pub(super) until_ms: u64,
    /// WhatsApp's name for the kind of lock, e.g. `DEFAULT`, `WEB_COMPANION_ONLY`, `BIZ_QUALITY`.
    pub(super) enforcement: String,
}
