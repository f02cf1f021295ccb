//! What each kind of fault does to a stanza that it strikes, one kind a file.

mod acks;
mod corrupt;
mod cut;
mod delay;
mod drop;
mod duplicate;
mod half_open;
mod mistaken;
mod passage;
pub(super) mod queue;
mod reorder;
mod skew;
mod undecryptable;

use wacore_binary::Node;

pub(super) use passage::Passage;

use super::register::Struck;
use super::{FaultKind, Flow};

impl Passage {
    /// Lets one fault do its work.
    pub(super) fn meet(&mut self, struck: &Struck, now_ms: u64) {
        match &struck.kind {
            FaultKind::Delay { ms, up_to_ms } => delay::strike(self, now_ms, *ms, *up_to_ms, struck.share),
            FaultKind::Drop => drop::strike(self),
            FaultKind::Duplicate { copies } => duplicate::strike(self, *copies),
            FaultKind::Reorder { hold_ms } => reorder::strike(self, now_ms, *hold_ms),
            FaultKind::Corrupt => corrupt::strike(self),
            FaultKind::Cut => cut::strike(self),
            FaultKind::HalfOpen => half_open::strike(self),
            FaultKind::LoseAcks => acks::strike(self),
            FaultKind::Undecryptable => undecryptable::strike(self),
            FaultKind::UndecryptableGroupPart => undecryptable::strike_for_all(self),
            FaultKind::MistakenUnauthorized => mistaken::strike(self),
            FaultKind::ClockSkew { ms } => skew::strike(self, *ms),
            FaultKind::QueueTwice
            | FaultKind::QueueInPieces { .. }
            | FaultKind::LoginRateLimit { .. }
            | FaultKind::Storm
            | FaultKind::SlowMedia { .. }
            | FaultKind::WrongLength
            | FaultKind::WrongHash
            | FaultKind::CutMedia
            | FaultKind::RefuseUpload { .. } => {}
        }
    }
}

impl FaultKind {
    /// Whether a fault of this kind can do anything to the stanza.
    pub(super) fn touches(&self, flow: Flow, node: &Node) -> bool {
        match self {
            Self::Delay { .. }
            | Self::Drop
            | Self::Duplicate { .. }
            | Self::Reorder { .. }
            | Self::Corrupt
            | Self::Cut
            | Self::HalfOpen
            // What stands for a file is no stanza: whoever gives or takes the file asks for these kinds alone.
            | Self::SlowMedia { .. }
            | Self::WrongLength
            | Self::WrongHash
            | Self::CutMedia
            | Self::RefuseUpload { .. } => true,
            Self::LoseAcks => acks::touches(flow, node),
            Self::QueueTwice | Self::QueueInPieces { .. } => flow == Flow::In && queue::is_end(node),
            Self::Undecryptable => undecryptable::touches(node),
            Self::UndecryptableGroupPart => undecryptable::touches_for_all(node),
            Self::MistakenUnauthorized => mistaken::touches(flow, node),
            Self::ClockSkew { .. } => skew::touches(flow, node),
            Self::LoginRateLimit { .. } | Self::Storm => false,
        }
    }
}
