//! What the network may do to an account, and what its companions make of it.

mod bans;
mod clock;
mod coming_back;
mod limits;
mod remote;
mod streams;
