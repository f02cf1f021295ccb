//! Messages that were written to a socket, for the ledger.

use wacore_binary::{Jid, Node};

use super::net::Net;
use crate::network::stanza::{attr, jid_attr};
use crate::network::{ConnectionId, Stage};

/// A message that left for a client.
pub(crate) struct Handed {
    sender: Jid,
    id: String,
}

impl Handed {
    /// What the ledger wants to know of a stanza; `None` of what is no message between people.
    pub(crate) fn of(node: &Node) -> Option<Self> {
        if node.tag != "message" || attr(node, "category") == "peer" {
            return None;
        }
        let sender = jid_attr(node, "participant").or_else(|| jid_attr(node, "from"))?;
        Some(Self { sender, id: attr(node, "id") })
    }
}

impl Net {
    /// Notes in the ledger what was written to a connection's socket.
    pub(crate) fn handed(&self, connection: ConnectionId, messages: &[Handed]) {
        if messages.is_empty() {
            return;
        }
        self.quietly(|world| {
            let Some(Stage::Device(device)) = world.connections.get(&connection).map(|open| &open.stage) else {
                return;
            };
            let (device, now_ms) = (device.clone(), world.now_ms());
            for message in messages {
                if let Some(sender) = world.number_of(&message.sender) {
                    world.ledger.handed(&sender, &message.id, &device, now_ms);
                }
            }
        });
    }
}
