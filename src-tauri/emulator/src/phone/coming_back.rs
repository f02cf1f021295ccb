//! A phone goes into airplane mode, and comes back to all that it missed.

use super::inbox;
use super::missed::{Kept, Missing, Way, read};
use super::posts_heard;
use super::retry::send_again;
use crate::messages::Envelope;
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// Takes the phone away, or brings it back to all that it missed.
pub(super) fn switch(world: &mut World, number: &Number, on: bool) {
    if on {
        world.airplane.entry(Number::clone(number)).or_default();
        return;
    }
    for missing in world.airplane.remove(number).unwrap_or_default() {
        match missing {
            Missing::Message(kept) => take(world, number, *kept),
            Missing::Retry { device: (other, device), id, receipt } => {
                let Some(receipt) = read(&receipt) else { continue };
                send_again(world, number, &DeviceAddress::new(&other, device), &id, &receipt);
            }
        }
    }
}

fn take(world: &mut World, number: &Number, kept: Kept) {
    let (Some(enc), Some(shared)) = (read(&kept.enc), kept.shared.iter().map(read).collect::<Option<Vec<_>>>()) else {
        return;
    };
    let envelope = Envelope {
        from: &DeviceAddress::new(&kept.from.0, kept.from.1),
        chat: &kept.chat,
        id: &kept.id,
        kind: kept.kind,
        edit: kept.edit,
        at_ms: kept.at_ms,
        as_lid: kept.as_lid,
        peer: kept.peer,
        enc,
        shared: &shared,
    };
    match kept.way {
        Way::Alone => inbox::take(world, number, &envelope),
        Way::ToMany { key } => posts_heard::take(world, number, &envelope, key.as_ref().and_then(read).as_ref()),
    }
}
