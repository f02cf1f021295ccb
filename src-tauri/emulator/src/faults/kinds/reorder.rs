//! A stanza is overtaken by the next.

use super::passage::Passage;

pub(super) fn strike(passage: &mut Passage, now_ms: u64, hold_ms: u64) {
    passage.overtaken_until_ms = Some(now_ms.saturating_add(hold_ms));
}
