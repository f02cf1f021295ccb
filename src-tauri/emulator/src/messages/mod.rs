//! One-to-one messages between devices: fan-out, queues, receipts, typing and presence.

pub(crate) mod acks;
mod activity;
mod backlog;
mod delivery;
mod envelope;
mod heard;
pub(crate) mod offering;
pub(crate) mod queue;
mod receipt_state;
pub(crate) mod receipts;
pub(crate) mod receipts_heard;
pub(crate) mod typing;

pub(crate) use activity::Activity;
pub(crate) use backlog::Backlog;
pub(crate) use delivery::deliver;
pub(crate) use envelope::Envelope;
pub(crate) use heard::hear;
pub use receipt_state::ReceiptState;
