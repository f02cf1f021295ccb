//! The ways a connection ends by the server's word.

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::devices;
use crate::error::{EmulatorError, Result};
use crate::network::stanza::result;
use crate::network::{ConnectionId, DeviceAddress, Stage, World};

/// A stream error that the server sends before it closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamErrorKind {
    /// 515: connect again at once.
    #[serde(rename = "515")]
    Restart515,
    /// 503: the server is overloaded, come back later.
    #[serde(rename = "503")]
    Unavailable503,
    /// Another connection took this device's place.
    Replaced,
    /// The phone unlinked the device.
    DeviceRemoved,
}

impl StreamErrorKind {
    fn stanza(self) -> Node {
        let error = NodeBuilder::new("stream:error");
        let conflict = |kind: &'static str| NodeBuilder::new("conflict").attr("type", kind).build();
        match self {
            Self::Restart515 => error.attr("code", "515").build(),
            Self::Unavailable503 => error.attr("code", "503").build(),
            Self::Replaced => error.children([conflict("replaced")]).build(),
            Self::DeviceRemoved => error.attr("code", "401").children([conflict("device_removed")]).build(),
        }
    }
}

/// Sends the error and closes; the connection is deaf from here on.
pub(crate) fn end_stream(world: &mut World, connection: ConnectionId, kind: StreamErrorKind) {
    let Some(open) = world.connections.get_mut(&connection) else { return };
    let stage = std::mem::replace(&mut open.stage, Stage::Deaf);
    open.send(kind.stanza());
    open.wire.close();
    if let Stage::Device(address) = stage
        && let Some(companion) = world.companion_mut(&address)
        && companion.connection == Some(connection)
    {
        companion.connection = None;
        companion.awake = false;
    }
}

/// The phone removes a companion: it is told, its queue is dropped, and it never logs in again.
pub(crate) fn unlink(world: &mut World, address: &DeviceAddress) -> Result<()> {
    let account = world.account_mut(&address.number)?;
    let companion = account.companions.remove(&address.device).ok_or(EmulatorError::NoSuchDevice(address.device))?;
    if let Some(connection) = companion.connection {
        end_stream(world, connection, StreamErrorKind::DeviceRemoved);
    }
    devices::announce_removed(world, address);
    Ok(())
}

/// The companion logs itself out: its request is answered before the stream ends.
pub(crate) fn logout(world: &mut World, address: &DeviceAddress, node: &Node) {
    world.send(address, result(node, []));
    let _it_was_just_heard_from = unlink(world, address);
}
