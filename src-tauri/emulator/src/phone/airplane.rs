//! Airplane mode: what comes for the phone waits, in order, until it is back; its companions go on without it.
//!
//! Ticks are the exception: how far its own messages have come, a phone is told at once.

use wacore_binary::Node;

use super::missed::{Kept, Missing, Way, write};
use crate::error::{EmulatorError, Result};
use crate::messages::Envelope;
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// Whether the phone is away; then the message waits for it.
pub(super) fn misses(world: &mut World, number: &Number, envelope: &Envelope<'_>) -> bool {
    let Some(missed) = world.airplane.get_mut(number) else { return false };
    missed.extend(Kept::of(envelope).map(|kept| Missing::Message(Box::new(kept))));
    true
}

/// Whether the phone is away; then what was written to many waits for it.
pub(super) fn misses_post(world: &mut World, number: &Number, envelope: &Envelope<'_>, key: Option<&Node>) -> bool {
    let Some(missed) = world.airplane.get_mut(number) else { return false };
    let kept = Kept::of(envelope).map(|kept| Kept { way: Way::ToMany { key: key.and_then(write) }, ..kept });
    missed.extend(kept.map(|kept| Missing::Message(Box::new(kept))));
    true
}

/// Whether the phone is away; then the request waits for it.
pub(super) fn misses_retry(
    world: &mut World,
    number: &Number,
    device: &DeviceAddress,
    id: &str,
    receipt: &Node,
) -> bool {
    let Some(missed) = world.airplane.get_mut(number) else { return false };
    let device = (Number::clone(&device.number), device.device);
    missed.extend(write(receipt).map(|receipt| Missing::Retry { device, id: id.to_owned(), receipt }));
    true
}

/// Refuses what a phone cannot do while it is away.
pub(crate) fn must_be_reachable(world: &World, number: &str) -> Result<()> {
    if world.airplane.contains_key(number) { Err(EmulatorError::AirplaneMode) } else { Ok(()) }
}
