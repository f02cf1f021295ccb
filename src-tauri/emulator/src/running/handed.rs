//! Messages that were written to a socket, for the ledger.

use wacore_binary::{Jid, Node};

use super::net::Net;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, jid_attr};

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
    /// Notes in the ledger what was written to a device's socket, which may have broken since.
    pub(crate) fn handed(&self, device: &DeviceAddress, messages: &[Handed]) {
        self.quietly(|world| {
            let now_ms = world.now_ms();
            for message in messages {
                if let Some(sender) = world.number_of(&message.sender) {
                    world.ledger.handed(&sender, &message.id, device, now_ms);
                }
            }
        });
    }
}
