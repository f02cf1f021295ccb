//! The phone's owner changes a message, or its chat: how the phone writes it, one file for each.
//!
//! What that does to the chats of whoever reads it, the writer's own included, is in `changes/`.

mod disappearing;
mod edit;
mod event;
mod key;
mod pin;
mod reaction;
mod revoke;
mod vote;

pub(crate) use disappearing::disappear_after;
pub(crate) use edit::edit;
pub(crate) use event::answer;
pub(crate) use pin::pin_for;
pub(crate) use reaction::react;
pub(crate) use revoke::revoke;
pub use vote::VoteForms;
pub(crate) use vote::vote;
