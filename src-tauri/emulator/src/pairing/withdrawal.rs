//! The server takes back what devices show: a typed code, the secrets of QR codes.

use wacore_binary::SERVER_JID;
use wacore_binary::builder::NodeBuilder;

use crate::error::{EmulatorError, Result};
use crate::network::Stage;
use crate::world::World;

/// The server withdraws the code that a device shows for `number`; the device may show another.
pub(crate) fn withdraw(world: &mut World, number: &str, by_hand: bool) -> Result<()> {
    let id = world.stanza_id();
    let asked = world.codes.remove(number).ok_or(EmulatorError::NoCodeAsked)?;
    let mut refresh = NodeBuilder::new("link_code_companion_reg").attr("stage", "refresh_code");
    if by_hand {
        refresh = refresh.attr("force_manual_refresh", "true");
    }
    let reference = NodeBuilder::new("link_code_pairing_ref").bytes(asked.reference).build();
    let notification = NodeBuilder::new("notification")
        .attr("from", SERVER_JID)
        .attr("type", "link_code_companion_reg")
        .attr("id", id)
        .children([refresh.children([reference]).build()])
        .build();
    world.answer_connection(asked.connection, notification);
    Ok(())
}

/// The server retires the secrets of every QR code that is shown: devices draw new codes for the same references.
pub(crate) fn retire_secrets(world: &mut World) {
    let shown: Vec<_> = world
        .connections
        .iter()
        .filter(|(_, open)| matches!(open.stage, Stage::Candidate(_)))
        .map(|(connection, _)| *connection)
        .collect();
    for connection in shown {
        let id = world.stanza_id();
        let notification = NodeBuilder::new("notification")
            .attr("from", SERVER_JID)
            .attr("type", "companion_reg_refresh")
            .attr("id", id)
            .children([NodeBuilder::new("pair-device-rotate-qr").build()])
            .build();
        world.answer_connection(connection, notification);
    }
}
