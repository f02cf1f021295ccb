//! One tenant's session: kept up, run, emptied into and filled from the store.

mod answering;
mod checking;
mod fetching;
mod inbox;
mod number;
mod outbox;
mod projecting;
mod retries;
mod session;
mod showing;
mod supervisor;
mod uploading;

pub use projecting::reproject;
pub(crate) use supervisor::Supervisor;
