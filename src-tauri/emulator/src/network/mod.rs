//! Everything the network knows, behind one lock.
//!
//! A stanza is handled from first to last while the lock is held, and nothing awaits under it: what must wait
//! (a person at a phone, a test) watches [`Net::until`]. Sockets are elsewhere; they are reached through
//! [`Wire`](crate::transport::wire::Wire), which never blocks.

mod account;
mod accounts;
mod address;
mod agenda;
mod chat_id;
mod chat_names;
mod connection;
mod dispatch;
mod errands;
mod falling_due;
mod handed;
#[cfg(test)]
pub(crate) mod hostile_tests;
pub(crate) mod ledger;
mod net;
#[cfg(test)]
mod queue_tests;
pub(crate) mod stanza;
mod username;
mod waiting;
mod world;

pub(crate) use account::{Account, Companion};
pub(crate) use address::{DeviceAddress, Number};
pub(crate) use agenda::Due;
pub use chat_id::{ChatId, GroupId, NewsletterId};
pub(crate) use connection::{Candidate, Connection, ConnectionId, Stage};
pub(crate) use falling_due::keep as keep_agenda;
pub(crate) use handed::Handed;
pub(crate) use net::Net;
pub(crate) use waiting::Waiting;
pub(crate) use world::{Errand, PhoneHandlers, World};
