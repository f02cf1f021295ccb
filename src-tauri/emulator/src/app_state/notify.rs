//! `server_sync`: companions that already read a collection are told that it moved on.

use wacore_binary::SERVER_JID;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::attr;
use crate::network::{DeviceAddress, Waiting};
use crate::world::World;

pub(super) fn tell_others(world: &mut World, number: &str, name: &'static str, except: Option<&DeviceAddress>) {
    let Some(version) = world.accounts.get(number).and_then(|account| account.collections.version(name)) else {
        return;
    };
    for device in world.companions_of(number) {
        let Some(companion) = world.companion_mut(&device) else { continue };
        if Some(&device) == except || !companion.introduced {
            continue;
        }
        if !companion.awake {
            // Who is away is told once, of the newest version.
            companion.queue.retain(|waiting| !is_about(waiting, name));
        }
        let id = world.stanza_id();
        let collection = NodeBuilder::new("collection").attr("name", name).attr("version", version).build();
        let notification = NodeBuilder::new("notification")
            .attr("from", SERVER_JID)
            .attr("type", "server_sync")
            .attr("id", id.as_str());
        world.deliver(&device, "notification", &id, notification.children([collection]).build());
    }
}

fn is_about(waiting: &Waiting, name: &str) -> bool {
    waiting.class == "notification"
        && attr(&waiting.node, "type") == "server_sync"
        && waiting.node.get_optional_child("collection").is_some_and(|collection| attr(collection, "name") == name)
}
