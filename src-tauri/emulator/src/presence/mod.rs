//! Who is there, who wants to know, and who may.
//!
//! An account is there while one of its devices says so. Whoever subscribed is told, as far as the account's privacy
//! lets them know, and only on devices that say themselves that they are there, as WhatsApp's server does it (whatsmeow
//! tells its users so). Subscriptions end with the connection. Its neighbour is `messages/typing.rs`.

mod availability;
mod change;
mod handle;
mod hear;
mod subscriptions;
mod view;

pub(crate) use availability::Availability;
pub(crate) use change::{leave, refresh, set_available};
pub(crate) use hear::hear;
pub(crate) use subscriptions::Subscriptions;
