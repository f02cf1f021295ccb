//! Communities: a group above others, one of which is where its admins speak to all.
//!
//! Whoever is in one of its groups is in the community, and hears the announcements.

mod allowing;
mod ask;
mod ending;
mod enrol;
mod founding;
mod linking;
mod subgroups;
mod tree;

pub(super) use allowing::allow_creation;
pub(super) use ask::{join_linked, members_of_all, query_linked, sub_groups};
pub(super) use ending::dissolve;
pub(super) use enrol::leave_everything;
pub(super) use founding::{follow, found, settle};
pub(super) use linking::{links, unlink};
pub(crate) use subgroups::{member_counts, subgroups};
