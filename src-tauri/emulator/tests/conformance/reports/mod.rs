//! What clients of WhatsApp met in the field and reported: each can be had from this network by name.

mod accounts;
mod history;
mod kinds;
mod remote;
mod senders;
mod usernames;
