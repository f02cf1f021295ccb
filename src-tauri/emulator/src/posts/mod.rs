//! What is said to many at once: messages in groups, and status posts.
//!
//! A post is encrypted once for all; who does not hold its writer's key yet gets it beside the post, encrypted for one
//! device. The server hands every device of every reader its copy, and knows who reads: the members of the group, or
//! those whom a status names. How phones write and read posts is in `phone/`.

mod audience;
mod delivery;
mod heard;
pub(crate) mod receipts;
pub(crate) mod receipts_heard;
mod told;
pub(crate) mod typing;

pub(crate) use audience::{members_devices, status_readers};
pub(crate) use delivery::deliver;
pub(crate) use heard::hear;
pub(crate) use told::Told;
