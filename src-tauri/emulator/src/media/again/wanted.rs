//! What a companion asks its phone for.

use wacore_binary::Node;

use crate::network::DeviceAddress;

/// What a companion asks its phone for.
pub(crate) struct Wanted {
    pub(super) companion: DeviceAddress,
    /// The message that the file belongs to.
    pub(super) id: String,
    /// The message's chat and author as the companion wrote them; the answer repeats it.
    pub(super) about: Option<Node>,
    pub(super) sealed: Vec<u8>,
    pub(super) iv: Vec<u8>,
}
