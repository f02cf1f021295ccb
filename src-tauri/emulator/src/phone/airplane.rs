//! Airplane mode: what comes for the phone waits, in order, until it is back; its companions go on without it.
//!
//! Ticks are the exception: how far its own messages have come, a phone is told at once.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;

use crate::error::{EmulatorError, Result};
use crate::keeping::Base64;
use crate::messages::Envelope;
use crate::network::{ChatId, DeviceAddress, Number, World};

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
enum Way {
    /// To this phone.
    Alone,
    /// To many at once, with the writer's key where it came along.
    ToMany { key: Option<Base64> },
}

/// An [`Envelope`] that outlives the stanza that it came in.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    from: (Number, u16),
    chat: ChatId,
    id: String,
    kind: String,
    edit: String,
    at_ms: u64,
    as_lid: bool,
    peer: bool,
    enc: Base64,
    shared: Vec<Base64>,
    way: Way,
}

impl Kept {
    fn of(envelope: &Envelope<'_>) -> Option<Self> {
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
                super::send_again(world, number, &DeviceAddress::new(&other, device), &id, &receipt);
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
        Way::Alone => super::take(world, number, &envelope),
        Way::ToMany { key } => super::take_post(world, number, &envelope, key.as_ref().and_then(read).as_ref()),
    }
}

fn write(node: &Node) -> Option<Base64> {
    marshal(node).ok().map(Base64)
}

fn read(bytes: &Base64) -> Option<Node> {
    Some(unmarshal_ref(&unpack(&bytes.0).ok()?).ok()?.to_owned())
}
