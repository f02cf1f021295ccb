//! `account_sync`: an account's own devices are told what another of them changed.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::DeviceAddress;
use crate::network::stanza::seconds;
use crate::world::World;

/// Tells every companion but the one that made the change.
pub(crate) fn tell_own_devices(world: &mut World, number: &str, except: Option<&DeviceAddress>, change: &Node) {
    let at_s = seconds(world.now_ms());
    for device in world.companions_of(number) {
        if Some(&device) == except {
            continue;
        }
        let id = world.stanza_id();
        let Some(account) = world.accounts.get(number) else { return };
        let notification = NodeBuilder::new("notification")
            .attr("from", account.pn(0))
            .attr("type", "account_sync")
            .attr("id", id.as_str())
            .attr("t", at_s);
        world.deliver(&device, "notification", &id, notification.children([change.clone()]).build());
    }
}
