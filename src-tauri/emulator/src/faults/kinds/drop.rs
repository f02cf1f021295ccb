//! A stanza never arrives.

use super::passage::Passage;

pub(super) fn strike(passage: &mut Passage) {
    passage.arrivals = 0;
}
