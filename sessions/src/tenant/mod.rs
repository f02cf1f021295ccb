//! One tenant's session: kept up, run, emptied into and filled from the store.

mod inbox;
mod outbox;
mod projecting;
mod session;
mod supervisor;

pub use projecting::reproject;
pub(crate) use supervisor::Supervisor;
