//! The few stanza shapes that every area answers with.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node, NodeContent, SERVER_JID};

/// An attribute as text; empty when absent.
pub(crate) fn attr(node: &Node, key: &str) -> String {
    node.attrs.get(key).map(|value| value.as_str().into_owned()).unwrap_or_default()
}

/// An attribute as an address.
pub(crate) fn jid_attr(node: &Node, key: &str) -> Option<Jid> {
    node.attrs.get(key).and_then(wacore_binary::NodeValue::to_jid)
}

/// People's words for an attribute. The library writes any short text with an `@` as an address, and reads nothing of a
/// stanza with an address whose server it does not know: the sign goes in its full width.
pub(crate) fn free_text(text: &str) -> String {
    text.replace('@', "＠")
}

/// The bytes that a node carries, whether it was sent as bytes or as text.
pub(crate) fn bytes(node: &Node) -> Vec<u8> {
    match &node.content {
        Some(NodeContent::Bytes(bytes)) => bytes.clone(),
        Some(NodeContent::String(text)) => text.as_bytes().to_vec(),
        _ => Vec::new(),
    }
}

/// The bytes of a child; empty when there is no such child.
pub(crate) fn child_bytes(node: &Node, tag: &str) -> Vec<u8> {
    node.get_optional_child(tag).map(bytes).unwrap_or_default()
}

pub(crate) fn children(node: &Node) -> &[Node] {
    node.children().unwrap_or_default()
}

/// A result for `request`, addressed as the request was.
pub(crate) fn result(request: &Node, content: impl IntoIterator<Item = Node>) -> Node {
    let content: Vec<Node> = content.into_iter().collect();
    let answer = answer(request, "result");
    if content.is_empty() { answer.build() } else { answer.children(content).build() }
}

/// A refusal of `request`.
pub(crate) fn refusal(request: &Node, code: u16, text: &str) -> Node {
    let error = NodeBuilder::new("error").attr("code", code).attr("text", text).build();
    answer(request, "error").children([error]).build()
}

fn answer(request: &Node, kind: &'static str) -> NodeBuilder {
    let to = attr(request, "to");
    let from = if to.is_empty() { SERVER_JID.to_owned() } else { to };
    NodeBuilder::new("iq").attr("from", from).attr("id", attr(request, "id")).attr("type", kind)
}

/// The server's word that it has taken a stanza over.
pub(crate) fn ack(class: &'static str, node: &Node, at_ms: u64) -> Node {
    let mut ack = NodeBuilder::new("ack")
        .attr("class", class)
        .attr("id", attr(node, "id"))
        .attr("from", attr(node, "to"))
        .attr("t", seconds(at_ms));
    for key in ["type", "participant"] {
        if class == "receipt" && node.attrs.contains_key(key) {
            ack = ack.attr(key, attr(node, key));
        }
    }
    ack.build()
}

/// WhatsApp's stanzas carry seconds.
pub(crate) fn seconds(at_ms: u64) -> u64 {
    at_ms / 1000
}

/// Three big-endian bytes, as key ids travel.
pub(crate) fn id3(id: u32) -> Vec<u8> {
    id.to_be_bytes()[1..].to_vec()
}

/// A big-endian number of up to four bytes.
pub(crate) fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}
