//! A frame arrives with a wrong bit, which its authentication finds: the reader can only give the connection up.

use super::passage::Passage;
use crate::faults::line::Parcel;

pub(super) fn strike(passage: &mut Passage) {
    passage.damage = Some(Parcel::Corrupted);
}
