//! The pictures of accounts and groups (`w:profile:picture`): set, asked for, told of, and served as ordinary files.
//!
//! A picture is a JPEG in two sizes. It lies here; the media store serves it, and may let go of it like of any file.

mod ask;
mod change;
mod jpeg;
mod picture;

use wacore_binary::Node;

pub(crate) use ask::several;
pub(crate) use change::{remove, set};
pub(crate) use jpeg::{Pair, look, square};
pub(crate) use picture::{Picture, Pictures};

use crate::network::stanza::{jid_attr, refusal};
use crate::network::{ChatId, DeviceAddress};
use crate::privacy::{PrivacyCategory, shows};
use crate::world::World;

/// Answers a companion that asks for a picture or changes one.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let named = jid_attr(request, "target").or_else(|| jid_attr(request, "to").filter(|to| !to.user.is_empty()));
    let of = match named {
        None if set => Some(ChatId::person(&from.number)),
        None => None,
        Some(jid) => world.chat_of(&jid.into_non_ad()),
    };
    let Some(of) = of else { return refusal(request, 404, "item-not-found") };
    if let Some(owner) = of.as_person()
        && !set
        && !shows(world, owner, &from.number, PrivacyCategory::ProfilePicture)
    {
        return refusal(request, 401, "not-authorized");
    }
    if set { change::hear(world, from, &of, request) } else { ask::hear(world, &from.number, &of, request) }
}
