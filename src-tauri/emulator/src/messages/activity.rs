//! What somebody does at the other end of a chat.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

/// What somebody does at the other end of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activity {
    Nothing,
    Typing,
    Recording,
}

impl Activity {
    /// As a chatstate says it.
    pub(crate) fn state(self) -> Node {
        match self {
            Self::Nothing => NodeBuilder::new("paused").build(),
            Self::Typing => NodeBuilder::new("composing").build(),
            Self::Recording => NodeBuilder::new("composing").attr("media", "audio").build(),
        }
    }
}
