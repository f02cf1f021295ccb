//! Account settings that a companion asks for at login; all of them at WhatsApp's defaults.

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

/// Blocked contacts: none.
pub(crate) fn blocklist(request: &Node) -> Node {
    result(request, [NodeBuilder::new("list").attr("dhash", "emulator").build()])
}

/// Who may see what: everyone. A set is either a setting or trusted-contact tokens; both are accepted.
pub(crate) fn privacy(request: &Node, set: bool) -> Node {
    if set {
        return result(request, [NodeBuilder::new("tokens").build()]);
    }
    let categories = ["last", "online", "profile", "status", "readreceipts", "groupadd", "calladd"]
        .map(|name| NodeBuilder::new("category").attr("name", name).attr("value", "all").build());
    result(request, [NodeBuilder::new("privacy").children(categories).build()])
}
