//! Account settings that a companion asks for at login; all of them at WhatsApp's defaults.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::result;

/// Feature switches: none.
pub(crate) fn properties(request: &Node) -> Node {
    let props = NodeBuilder::new("props").attr("protocol", 1).attr("ab_key", "emulator").attr("hash", "emulator");
    result(request, [props.attr("refresh", 86_400).attr("refresh_id", 1).build()])
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
