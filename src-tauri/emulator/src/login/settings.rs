//! What a companion asks for at login and the network has no opinion about.

use wacore::iq::abprops::AbProp;
use wacore::iq::abprops::web::{
    LID_ONE_ON_ONE_MIGRATION_ENABLED, PRIVACY_TOKEN_SENDING_ON_ALL_1_ON_1_MESSAGES, WA_NCT_TOKEN_SEND_ENABLED,
};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::config::Addressing;
use crate::network::stanza::result;
use crate::world::World;

/// Feature switches that WhatsApp has on: messages to one person carry the privacy token, or its fallback.
const SWITCHES: [AbProp; 2] = [PRIVACY_TOKEN_SENDING_ON_ALL_1_ON_1_MESSAGES, WA_NCT_TOKEN_SEND_ENABLED];

/// The feature switches that are not at their defaults; chats by privacy id are one, once the network has moved.
pub(crate) fn properties(world: &World, request: &Node) -> Node {
    let props = NodeBuilder::new("props").attr("protocol", 1).attr("ab_key", "emulator").attr("hash", "emulator");
    let migrated = (world.addressing == Addressing::Lid).then_some(LID_ONE_ON_ONE_MIGRATION_ENABLED);
    let switches = SWITCHES
        .into_iter()
        .chain(migrated)
        .map(|switch| NodeBuilder::new("prop").attr("config_code", switch.code).attr("config_value", "1").build());
    result(request, [props.attr("refresh", 86_400).attr("refresh_id", 1).children(switches).build()])
}
