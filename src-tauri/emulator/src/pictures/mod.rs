//! The pictures of accounts (`w:profile:picture`): set, asked for, told of, and served as ordinary files.
//!
//! A picture is a JPEG in two sizes. It lies here; the media store serves it, and may let go of it like of any file.

mod ask;
mod change;
mod jpeg;
mod picture;

use wacore_binary::{Jid, Node};

pub(crate) use change::{remove, set};
pub(crate) use jpeg::{Pair, square};
pub(crate) use picture::{Picture, Pictures};

use crate::network::stanza::{jid_attr, refusal};
use crate::network::{DeviceAddress, Number, World};

/// Whose picture it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Portrayed {
    /// An account.
    Account(Number),
}

/// Answers a companion that asks for a picture or changes one.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let named = jid_attr(request, "target").or_else(|| jid_attr(request, "to").filter(|to| !to.user.is_empty()));
    let portrayed = match named {
        None if set => Some(Portrayed::Account(Number::clone(&from.number))),
        None => None,
        Some(jid) => portrayed_by(world, &jid),
    };
    let Some(portrayed) = portrayed else { return refusal(request, 404, "item-not-found") };
    if set { change::hear(world, from, &portrayed, request) } else { ask::hear(world, &portrayed, request) }
}

fn portrayed_by(world: &World, jid: &Jid) -> Option<Portrayed> {
    world.number_of(jid).map(Portrayed::Account)
}
