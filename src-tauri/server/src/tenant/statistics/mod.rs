//! What a tenant's days look like in figures.

pub(crate) mod export;
mod range;
pub(crate) mod show;

pub(crate) use range::hours_named;
