//! What a companion asks for at login and the network has no opinion about.

use wacore::iq::abprops::AbProp;
use wacore::iq::abprops::web::{PRIVACY_TOKEN_SENDING_ON_ALL_1_ON_1_MESSAGES, WA_NCT_TOKEN_SEND_ENABLED};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::result;

/// Feature switches that WhatsApp has on: messages to one person carry the privacy token, or its fallback.
const SWITCHES: [AbProp; 2] = [PRIVACY_TOKEN_SENDING_ON_ALL_1_ON_1_MESSAGES, WA_NCT_TOKEN_SEND_ENABLED];

/// The feature switches that are not at their defaults.
pub(crate) fn properties(request: &Node) -> Node {
    let props = NodeBuilder::new("props").attr("protocol", 1).attr("ab_key", "emulator").attr("hash", "emulator");
    let switches = SWITCHES
        .map(|switch| NodeBuilder::new("prop").attr("config_code", switch.code).attr("config_value", "1").build());
    result(request, [props.attr("refresh", 86_400).attr("refresh_id", 1).children(switches).build()])
}
