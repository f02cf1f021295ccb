//! App state: encrypted settings that an account's devices share through the server.
//!
//! The server only stamps versions and keeps patches; the phone, which lives here too, holds the keys. It keeps the
//! strict account of every MAC, for its own patches and for those of companions, and does what they say: `actions/`
//! is the one place where a setting becomes something that the phone shows, whoever wrote it. Its neighbours are
//! `phone/`, whose owner changes settings, and `history/`.

pub(crate) mod actions;
mod change;
mod collection;
#[cfg(test)]
mod collection_tests;
mod collections;
#[cfg(test)]
mod convergence_tests;
mod external;
mod keyring;
mod limits;
mod notify;
mod saved;
mod settings;
mod snapshot;
mod stirring;
mod sync;
mod write;

pub use collections::CollectionState;
pub use limits::AppStateLimits;
pub use settings::{Label, QuickReply};

pub(crate) use change::{change, open, rotate_key};
pub(crate) use collections::Collections;
pub(crate) use keyring::{KeyRing, SavedKey};
pub(crate) use saved::SavedCollection;
pub(crate) use settings::Settings;
pub(crate) use stirring::{opened, stirred};
pub(crate) use sync::sync;
pub(crate) use write::Write;
