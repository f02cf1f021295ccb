//! The socket ends in the middle of a frame.

use super::passage::Passage;
use crate::faults::line::Parcel;

pub(super) fn strike(passage: &mut Passage) {
    passage.damage = Some(Parcel::Torn);
}
