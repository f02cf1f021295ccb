//! An account's companions as others see them: the signed list and its hash, who is told of changes, and how long a
//! companion and its keys last.

mod about;
mod announce;
pub(crate) mod dirty;
mod expiry;
mod key_supply;
mod list_hash;
mod reinstall;
pub(crate) mod routing;
mod upkeep;

pub use about::About;
pub(crate) use announce::{announce_added, announce_removed};
pub(crate) use expiry::is_expired;
pub(crate) use key_supply::{keys_arrived, lose_keys, notice_taken_key, spend_keys};
pub(crate) use list_hash::list_hash;
pub(crate) use reinstall::reinstall;
pub(crate) use upkeep::Upkeep;
