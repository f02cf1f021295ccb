//! The second step of the panel's login by password.

pub(crate) mod begin;
pub(crate) mod confirm;
pub(crate) mod off;
mod proving;
pub(crate) mod recovery_codes;
