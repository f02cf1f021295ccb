//! The ways a connection ends by the server's word.

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::devices;
use crate::error::{EmulatorError, Result};
use crate::network::stanza::result;
use crate::network::{ConnectionId, DeviceAddress, Stage};
use crate::world::World;

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
    /// 401 without a conflict: the device is not known any more.
    #[serde(rename = "401")]
    Unauthorized401,
    /// 516: the device was removed.
    #[serde(rename = "516")]
    Removed516,
    /// 409: another session took this one's place.
    #[serde(rename = "409")]
    Conflict409,
    /// 429: too fast; come back later than usual.
    #[serde(rename = "429")]
    RateLimited429,
    /// The server could not read what the client sent.
    BadXml,
    /// The server is still owed an acknowledgement, and recycles the stream until it comes.
    Unacknowledged,
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
            Self::Unauthorized401 => error.attr("code", "401").build(),
            Self::Removed516 => error.attr("code", "516").build(),
            Self::Conflict409 => error.attr("code", "409").build(),
            Self::RateLimited429 => error.attr("code", "429").build(),
            Self::BadXml => error.children([NodeBuilder::new("xml-not-well-formed").build()]).build(),
            Self::Unacknowledged => {
                error.children([NodeBuilder::new("ack").attr("class", "message").attr("id", "0").build()]).build()
            }
        }
    }

    /// Whether the device is no longer one of its account's.
    pub(crate) fn removes_device(self) -> bool {
        matches!(self, Self::DeviceRemoved | Self::Unauthorized401 | Self::Removed516)
    }
}

/// Sends the error and closes; the connection is deaf from here on.
pub(crate) fn end_stream(world: &mut World, connection: ConnectionId, kind: StreamErrorKind) {
    end_with(world, connection, kind.stanza());
}

/// Ends the stream in good order and without a reason.
pub(crate) fn end_quietly(world: &mut World, connection: ConnectionId) {
    end_with(world, connection, NodeBuilder::new("xmlstreamend").build());
}

fn end_with(world: &mut World, connection: ConnectionId, last_word: Node) {
    let Some(open) = world.connections.get_mut(&connection) else { return };
    let stage = std::mem::replace(&mut open.stage, Stage::Deaf);
    open.send(last_word);
    open.wire.close();
    if let Stage::Device(address) = stage
        && let Some(companion) = world.companion_mut(&address)
        && companion.connection == Some(connection)
    {
        companion.connection = None;
        companion.awake = false;
        crate::presence::leave(world, &address);
    }
}

/// The phone removes a companion: it is told, its queue is dropped, and it never logs in again.
pub(crate) fn unlink(world: &mut World, address: &DeviceAddress) -> Result<()> {
    remove(world, address, StreamErrorKind::DeviceRemoved)
}

/// A companion is removed, and hears of it in the given words.
pub(crate) fn remove(world: &mut World, address: &DeviceAddress, kind: StreamErrorKind) -> Result<()> {
    let account = world.account_mut(&address.number)?;
    let companion = account.companions.remove(&address.device).ok_or(EmulatorError::NoSuchDevice(address.device))?;
    if let Some(connection) = companion.connection {
        end_stream(world, connection, kind);
    }
    crate::presence::leave(world, address);
    devices::announce_removed(world, address);
    crate::app_state::rotate_key(world, &address.number, true);
    Ok(())
}

/// The companion logs itself out: its request is answered before the stream ends.
pub(crate) fn logout(world: &mut World, address: &DeviceAddress, node: &Node) {
    world.send(address, result(node, []));
    let _it_was_just_heard_from = unlink(world, address);
}
