//! What waits for a phone that is away.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;

use crate::keeping::Base64;
use crate::messages::Envelope;
use crate::network::{ChatId, Number};

/// What waits for a phone that is away, oldest first.
pub(crate) type Missed = VecDeque<Missing>;

/// One stanza that a phone would have taken.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Missing {
    /// A message.
    Message(Box<Kept>),
    /// A device could not read what the phone wrote.
    Retry { device: (Number, u16), id: String, receipt: Base64 },
}

/// How a message was written.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Way {
    /// To this phone.
    Alone,
    /// To many at once, with the writer's key where it came along.
    ToMany { key: Option<Base64> },
}

/// An [`Envelope`] that outlives the stanza that it came in.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(super) from: (Number, u16),
    pub(super) chat: ChatId,
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) edit: String,
    pub(super) at_ms: u64,
    pub(super) as_lid: bool,
    pub(super) peer: bool,
    pub(super) enc: Base64,
    pub(super) shared: Vec<Base64>,
    pub(super) way: Way,
}

impl Kept {
    pub(super) fn of(envelope: &Envelope<'_>) -> Option<Self> {
        Some(Self {
            from: (Number::clone(&envelope.from.number), envelope.from.device),
            chat: envelope.chat.clone(),
            id: envelope.id.to_owned(),
            kind: envelope.kind.clone(),
            edit: envelope.edit.clone(),
            at_ms: envelope.at_ms,
            as_lid: envelope.as_lid,
            peer: envelope.peer,
            enc: write(&envelope.enc)?,
            shared: envelope.shared.iter().map(write).collect::<Option<_>>()?,
            way: Way::Alone,
        })
    }
}

pub(super) fn write(node: &Node) -> Option<Base64> {
    marshal(node).ok().map(Base64)
}

pub(super) fn read(bytes: &Base64) -> Option<Node> {
    Some(unmarshal_ref(&unpack(&bytes.0).ok()?).ok()?.to_owned())
}
