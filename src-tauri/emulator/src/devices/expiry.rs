//! A companion that is not used for a month is forgotten, as WhatsApp does.

use crate::network::Companion;

/// WhatsApp's help pages: linked devices are logged out after 30 days of inactivity.
const UNUSED_MS: u64 = 30 * 24 * 3_600_000;

/// Whether a companion has stayed away for too long to be taken back.
pub(crate) fn is_expired(companion: &Companion, now_ms: u64) -> bool {
    let last_ms = companion.last_seen_ms.unwrap_or(companion.linked_at_ms);
    companion.connection.is_none() && now_ms.saturating_sub(last_ms) > UNUSED_MS
}
