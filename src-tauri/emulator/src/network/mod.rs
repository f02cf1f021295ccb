//! What a network is made of: accounts and their devices, addresses, chats, connections, stanzas, what is kept for whom,
//! what is to come, and the ledger.
//!
//! It stands below [`World`](crate::world::World), which holds it, and knows no rule of any area.

mod account;
mod accounts;
mod address;
mod agenda;
mod chat_id;
mod connection;
pub(crate) mod ledger;
pub(crate) mod stanza;
mod waiting;

pub(crate) use account::{Account, Companion};
pub(crate) use accounts::Accounts;
pub(crate) use address::{DeviceAddress, Number};
pub(crate) use agenda::{Agenda, Due};
pub use chat_id::{ChatId, GroupId, NewsletterId};
pub(crate) use connection::{Candidate, Connection, ConnectionId, Stage};
pub(crate) use waiting::Waiting;
