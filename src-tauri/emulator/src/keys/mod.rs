//! Public keys of companions, kept compactly, and the bundles that start Signal sessions.

mod bundle;
mod one_time;
mod public;
mod requests;
mod taking;

pub(crate) use bundle::{Bundle, read_retry};
pub(crate) use one_time::OneTimeKeys;
pub(crate) use public::{PublicKeys, SignedKey};
pub(crate) use requests::{ask, upload};
pub(crate) use taking::take_bundle;
