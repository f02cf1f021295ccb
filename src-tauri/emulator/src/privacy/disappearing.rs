//! `disappearing_mode`: how long messages of new chats live.

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::tell_own_devices;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, refusal, result, seconds};
use crate::world::World;

/// The account's default for new chats.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Disappearing {
    /// Seconds; 0 is for ever.
    pub(crate) duration_s: u32,
    /// When it was set, in milliseconds since the epoch.
    pub(crate) set_at_ms: u64,
}

impl Disappearing {
    pub(crate) fn node(self) -> Node {
        let node = NodeBuilder::new("disappearing_mode").attr("duration", self.duration_s);
        node.attr("t", seconds(self.set_at_ms)).build()
    }
}

/// A companion sets the default.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    let asked = request.get_optional_child("disappearing_mode").and_then(|mode| attr(mode, "duration").parse().ok());
    let Some(duration_s) = asked else { return refusal(request, 400, "bad-request") };
    set(world, &from.number, duration_s, Some(from));
    result(request, [])
}

/// Sets the default; own devices learn it, and those accounts that keep up with this one's devices.
pub(super) fn set(world: &mut World, number: &str, duration_s: u32, by: Option<&DeviceAddress>) {
    let set_at_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(number) else { return };
    account.privacy.disappearing = Disappearing { duration_s, set_at_ms };
    let change = account.privacy.disappearing.node();
    tell_own_devices(world, number, by, &change);
    let others = crate::profile::followers(world, number);
    crate::profile::tell(world, number, &others, by, "disappearing_mode", &change);
}
