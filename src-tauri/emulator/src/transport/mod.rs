//! Bytes: the port and its TLS, WebSocket messages, frames and Noise, from the server's side.
//!
//! Nothing here knows a stanza; [`crate::network`] knows nothing of bytes.

pub(crate) mod authority;
pub(crate) mod certificate;
mod frames;
mod handshake;
pub(crate) mod listener;
pub(crate) mod socket;
mod web_socket;
pub(crate) mod wire;
