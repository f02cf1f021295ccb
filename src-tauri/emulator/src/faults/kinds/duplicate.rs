//! A stanza arrives more than once.

use super::passage::Passage;

pub(super) fn strike(passage: &mut Passage, copies: u32) {
    if passage.arrivals > 0 {
        passage.arrivals = passage.arrivals.saturating_add(copies);
    }
}
