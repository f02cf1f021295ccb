//! Who is at the gate, and logins that come too often.

use std::sync::Arc;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::Message as _;
use waproto::whatsapp::ClientPayload;

use super::Gate;
use super::decision::Client;
use crate::running::Net;

/// The gate for a client that came through the handshake with this payload.
pub(crate) fn gate(net: &Net, payload: &[u8]) -> Gate {
    let payload = ClientPayload::decode_from_slice(payload).unwrap_or_default();
    let client = Client {
        number: payload.username.map(|digits| digits.to_string()).unwrap_or_default(),
        device: payload.device.and_then(|device| u16::try_from(device).ok()).unwrap_or_default(),
    };
    Gate::new(Arc::clone(net.faults()), net.clock().clone(), client)
}

/// What a client hears that logs in too often.
pub(crate) fn too_often() -> Node {
    NodeBuilder::new("stream:error").attr("code", "429").build()
}
