//! The running network, behind one lock: who hears which stanza, what falls due, what phones do by themselves.
//!
//! A stanza is handled from first to last while the lock is held, and nothing awaits under it: what must wait
//! (a person at a phone, a test) watches [`Net::until`]. Sockets are elsewhere; they are reached through
//! [`Wire`](crate::transport::wire::Wire), which never blocks. It stands above the areas, which it calls by name.

mod dispatch;
mod errands;
mod falling_due;
mod handed;
#[cfg(test)]
pub(crate) mod hostile_tests;
#[cfg(test)]
mod layers_tests;
mod net;
#[cfg(test)]
mod queue_tests;

pub(crate) use falling_due::keep as keep_agenda;
pub(crate) use handed::Handed;
pub(crate) use net::Net;
