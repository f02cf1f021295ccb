//! Dirty bits: the server says that something changed while the device looked away, at each login until the device has
//! asked for it and says "clean".

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::routing::from_server;
use crate::error::Result;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, children, result, seconds};
use crate::world::World;

/// Marks something dirty for every companion of an account.
pub(crate) fn soil(world: &mut World, number: &str, kind: &str) -> Result<()> {
    let at_s = seconds(world.now_ms());
    let account = world.account_mut(number)?;
    for companion in account.companions.values_mut() {
        companion.upkeep.dirt.insert(kind.to_owned(), at_s);
    }
    for device in world.companions_of(number) {
        if world.companion(&device).is_some_and(|companion| companion.awake) {
            tell(world, &device);
        }
    }
    Ok(())
}

/// Tells a device what is dirty.
pub(crate) fn tell(world: &World, address: &DeviceAddress) {
    let Some(companion) = world.companion(address) else { return };
    for (kind, at_s) in &companion.upkeep.dirt {
        let dirty = NodeBuilder::new("dirty").attr("type", kind.as_str()).attr("timestamp", *at_s).build();
        world.send(address, from_server(dirty));
    }
}

/// The device has looked. What became dirty again in the meantime stays so.
pub(crate) fn clean(world: &mut World, from: &DeviceAddress, node: &Node) -> Node {
    if let Some(companion) = world.companion_mut(from) {
        for cleaned in children(node).iter().filter(|child| child.tag == "clean") {
            let seen_s = attr(cleaned, "timestamp").parse().unwrap_or(u64::MAX);
            companion.upkeep.dirt.retain(|kind, at_s| *kind != attr(cleaned, "type") || *at_s > seen_s);
        }
    }
    result(node, [])
}
