//! Scripted owners: accounts that answer by themselves, the same way for the same seed.

mod chatterbox;
mod customer;
mod pace;
mod reaction;
mod script;

pub(crate) use chatterbox::{cast, chatter, resume};
pub(crate) use pace::Pace;
pub(crate) use reaction::react;
pub use script::Script;
