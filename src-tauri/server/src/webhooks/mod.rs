//! Sends events to tenants' webhooks.
//!
//! What is to be sent, and what came of it, stands in the tenants' files (`storage/chats/webhooks`); the schedule is the
//! domain's. Here is who sends: one task that knows which tenants have webhooks, and for each of these another one. None
//! of them knows anything that a restart would lose.

mod attempt;
mod body;
mod owner;
mod sender;
mod shared;
mod signing;

pub(crate) use body::body;
pub(crate) use owner::deliver;
pub(crate) use shared::Webhooks;
pub(crate) use signing::new_secret;
