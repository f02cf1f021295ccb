//! The words for what is wanted of a session.

use portaria_domain::Desired;

use crate::control::UnknownWord;

/// A new tenant's session runs as soon as a phone is linked.
pub(super) const AT_FIRST: &str = word(Desired::Run);

pub(super) const fn word(desired: Desired) -> &'static str {
    match desired {
        Desired::Run => "run",
        Desired::Stop => "stop",
        Desired::Pause => "pause",
    }
}

pub(super) fn parse(word: &str) -> Result<Desired, UnknownWord> {
    match word {
        "run" => Ok(Desired::Run),
        "stop" => Ok(Desired::Stop),
        "pause" => Ok(Desired::Pause),
        other => Err(UnknownWord(other.to_owned())),
    }
}
