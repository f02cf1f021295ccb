//! One tenant's session: kept up, run, emptied into and filled from the store.

mod inbox;
mod outbox;
mod session;
mod supervisor;

pub(crate) use supervisor::Supervisor;
