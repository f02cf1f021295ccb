//! What is kept for a device that has not acknowledged it.

use wacore_binary::Node;

/// A stanza kept until the device acknowledges it.
pub(crate) struct Waiting {
    pub(crate) class: &'static str,
    pub(crate) id: String,
    pub(crate) node: Node,
}
