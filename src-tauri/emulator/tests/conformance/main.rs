//! What a user of the network would see, told by plain whatsapp-rust clients. One binary, because each links the
//! whole client library; one file per area.
#![allow(clippy::unwrap_used)]
#![allow(missing_docs)]

mod app_state;
mod calls;
mod client;

mod devices;
mod endings;
mod faults;
mod groups;
mod history;
mod keeping;
mod kinds;
mod ledger;
mod life;
mod linking;
mod media;
mod migration;
mod newsletters;
mod pairing;
mod phones;
mod pictures;
mod presence;
mod privacy;
mod profile;
mod remote;
mod reports;
mod requests;
mod rough;
mod status;
mod strict;
mod talking;
mod walls;
