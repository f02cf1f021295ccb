//! `<live_updates>`: a device that looks on hears of reactions and views as they come.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::NewsletterRefusal;
use super::ask::counted;
use crate::network::stanza::seconds;
use crate::network::{DeviceAddress, NewsletterId};
use crate::world::World;

/// How long a device hears of them before it must ask again, in seconds.
const LOOKING_S: u64 = 300;

/// A device looks on from now.
pub(super) fn look_on(world: &mut World, from: &DeviceAddress, id: &NewsletterId) -> Result<Node, NewsletterRefusal> {
    world.newsletters.find(id)?;
    let until_ms = world.now_ms() + LOOKING_S * 1000;
    world.newsletters.looking.insert((NewsletterId::clone(id), from.clone()), until_ms);
    Ok(NodeBuilder::new("live_updates").attr("duration", LOOKING_S).build())
}

/// Tells those who look on how posts stand now.
pub(super) fn tell(world: &mut World, id: &NewsletterId, posts: &[u64]) {
    let now_ms = world.now_ms();
    world.newsletters.looking.retain(|_, until_ms| *until_ms > now_ms);
    let Ok(newsletter) = world.newsletters.find(id) else { return };
    let changed: Vec<Node> =
        newsletter.posts.iter().filter(|post| posts.contains(&post.server_id)).map(counted).collect();
    if changed.is_empty() {
        return;
    }
    let jid = newsletter.jid();
    let messages = NodeBuilder::new("messages").attr("jid", &jid).attr("t", seconds(now_ms)).children(changed).build();
    let looking: Vec<DeviceAddress> = world
        .newsletters
        .looking
        .keys()
        .filter(|(looked_at, _)| looked_at == id)
        .map(|(_, device)| device.clone())
        .collect();
    for device in looking {
        let notification_id = world.stanza_id();
        let notification = NodeBuilder::new("notification")
            .attr("from", &jid)
            .attr("type", "newsletter")
            .attr("id", notification_id.as_str())
            .attr("t", seconds(now_ms))
            .children([NodeBuilder::new("live_updates").children([messages.clone()]).build()])
            .build();
        world.deliver(&device, "notification", &notification_id, notification);
    }
}
