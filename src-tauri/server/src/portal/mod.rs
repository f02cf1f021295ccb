//! The way from a link to a login.

pub(crate) mod login;
