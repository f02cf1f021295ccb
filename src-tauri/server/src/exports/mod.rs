//! Makes archives of all data of a tenant.
//!
//! What is in an archive, and what is left to do of it, stands in the tenant's file (`storage/chats/exports`); here are the
//! forms: the ZIP around it, the files in it, and who makes them. None of them knows anything that a restart would lose.

mod archive;
mod dated;
mod download;
mod lists;
mod making;
mod names;
mod owner;
mod packing;
mod readme;
mod room;
mod shared;

pub(crate) use dated::day;
pub(crate) use download::body;
pub(crate) use owner::{collect, keep, make};
pub(crate) use shared::Exports;
