//! What companions are told by the name of a mex operation.

use serde_json::{Value, json};
use wacore_binary::SERVER_JID;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::seconds;
use crate::world::World;

/// Tells every companion of an account of something by the name of a mex operation.
pub(crate) fn notify(world: &mut World, number: &str, operation: &str, data: &Value) {
    let (id, now_ms) = (world.stanza_id(), world.now_ms());
    let body = json!({ "data": data }).to_string();
    let update = NodeBuilder::new("update").attr("op_name", operation).bytes(body.into_bytes()).build();
    let notification = NodeBuilder::new("notification")
        .attr("from", SERVER_JID)
        .attr("type", "mex")
        .attr("id", id.as_str())
        .attr("t", seconds(now_ms))
        .children([update])
        .build();
    world.deliver_to_companions(number, "notification", &id, &notification);
}
