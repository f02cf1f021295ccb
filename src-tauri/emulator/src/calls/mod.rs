//! Calls, without a sound: who rings, who answers, who is told that it is over.
//!
//! The phone of each side is emulated and keeps a log; companions call, ring, refuse and answer over the wire, and what
//! they say of codecs and keys reaches the other device as they said it. As on WhatsApp it is the caller's side that
//! tells the callee's other devices to stop: a phone does so by itself, a companion must. Absent by intent: relays and
//! media.

mod acts;
mod call;
mod hear;
mod log;
mod stanza;

pub(crate) use acts::{Answer, Ending, answer, end, leave, offer};
pub use call::CallState;
pub(crate) use call::Calls;
pub(crate) use hear::{hear, hear_receipt};
pub use log::PhoneCall;
pub(crate) use log::calls_of;
