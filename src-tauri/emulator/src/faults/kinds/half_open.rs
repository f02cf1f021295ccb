//! The connection stands and carries nothing any more: accepted, and never answered.

use super::passage::Passage;

pub(super) fn strike(passage: &mut Passage) {
    passage.half_open = true;
}
