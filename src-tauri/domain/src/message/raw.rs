//! A message as WhatsApp delivered it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the bytes of a [`Raw`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RawFormat {
    /// The decrypted protobuf `Message`.
    Message,
    /// A `WebMessageInfo` of the phone's history.
    WebMessageInfo,
}

/// The decrypted protobuf as it came. Only the gateway can read it; everything else is made from it and can be
/// made anew. It holds media keys and message secrets, so it prints no content.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Raw {
    /// What the bytes are.
    pub format: RawFormat,
    /// The encoded protobuf, not compressed.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({:?}, {} bytes)", self.format, self.bytes.len())
    }
}
