//! A tenant's webhooks: where its events are sent, and what came of that.

pub(crate) mod deliveries;
mod form;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod pause;
pub(crate) mod rotate;
pub(crate) mod send_again;
pub(crate) mod test;
