//! Files of messages: which there are, whether they are here, and what is to be fetched.

pub(super) mod fetching;
pub(super) mod file;
pub(super) mod keeping;
pub(super) mod noting;
pub(super) mod stored;
pub(super) mod uploads;
