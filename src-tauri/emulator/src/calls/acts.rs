//! What devices do with calls: begin, answer, end.

use std::collections::BTreeMap;

use rand::RngExt as _;
use wacore_binary::Node;

use super::call::{Call, CallState, Side};
use super::stanza;
use crate::error::{EmulatorError, Result};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// What ends a call for one side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The caller hung up, before or after an answer.
    HungUp,
    /// Nobody answered for so long that the caller's phone gave up.
    RungOut,
}

/// Who is called, and how.
#[derive(Clone, Copy)]
pub(super) struct Ring<'a> {
    pub(super) to: &'a [&'a str],
    pub(super) group: Option<&'a str>,
    pub(super) video: bool,
    /// The offer of a companion, in its own words.
    pub(super) offer: Option<&'a Node>,
}

/// What a device of the callee says.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    pub(crate) accept: bool,
    /// A companion's own words.
    pub(crate) words: Option<&'a Node>,
}

/// A device calls; everybody's companions ring.
pub(crate) fn offer(
    world: &mut World,
    caller: &DeviceAddress,
    to: &[&str],
    group: Option<&str>,
    video: bool,
) -> Result<String> {
    let id = hex::encode_upper(world.rng.random::<[u8; 16]>());
    let group = group.map(|address| address.strip_suffix("@g.us").unwrap_or(address));
    begin(world, &id, caller, Ring { to, group, video, offer: None })?;
    Ok(id)
}

pub(super) fn begin(world: &mut World, id: &str, caller: &DeviceAddress, ring: Ring<'_>) -> Result<()> {
    let Ring { to, group, video, offer } = ring;
    let mut sides = BTreeMap::new();
    let members: Vec<Number> = match group {
        Some(group) if to.is_empty() => members(world, group, caller)?,
        _ => Vec::new(),
    };
    for number in to.iter().copied().chain(members.iter().map(|number| &**number)) {
        let unheard = group.is_none() && crate::privacy::blocks(world, number, &caller.number);
        let side = Side { state: CallState::Ringing, ringing_on: Vec::new(), answered_by: None, unheard };
        sides.insert(Number::clone(&world.account(number)?.number), side);
    }
    let hear_it = |(number, side): (&Number, &Side)| (!side.unheard).then(|| Number::clone(number));
    let callees: Vec<Number> = sides.iter().filter_map(hear_it).collect();
    let call = Call {
        id: id.to_owned(),
        caller: caller.clone(),
        group: group.map(str::to_owned),
        video,
        at_ms: world.now_ms(),
        sides,
    };
    world.calls.insert(id.to_owned(), call);
    for callee in callees {
        stanza::ring(world, id, &callee, offer);
    }
    Ok(())
}

/// Everybody in a group but the caller.
fn members(world: &World, group: &str, caller: &DeviceAddress) -> Result<Vec<Number>> {
    let group = world.groups.find(group)?;
    Ok(group.members.keys().filter(|number| **number != caller.number).cloned().collect())
}

/// One of a callee's devices answers or refuses; its other devices stop ringing.
pub(crate) fn answer(world: &mut World, id: &str, by: &DeviceAddress, said: Answer<'_>) -> Result<()> {
    let accept = said.accept;
    let call = world.calls.get_mut(id).ok_or_else(|| EmulatorError::NoSuchCall(id.to_owned()))?;
    let side = call.sides.get_mut(&by.number).ok_or_else(|| EmulatorError::NoSuchCall(id.to_owned()))?;
    if side.unheard {
        return Err(EmulatorError::NoSuchCall(id.to_owned()));
    }
    if side.state != CallState::Ringing {
        return Err(EmulatorError::CallOver(id.to_owned()));
    }
    side.state = if accept { CallState::Accepted } else { CallState::Rejected };
    side.answered_by = Some(by.device);
    let caller = call.caller.clone();
    let (action, elsewhere) = if accept { ("accept", "accepted_elsewhere") } else { ("reject", "rejected_elsewhere") };
    stanza::tell_caller(world, id, &caller, by, action, said.words);
    if caller.is_phone() {
        stanza::terminate(world, id, &by.number, Some(elsewhere), Some(by.device));
    }
    Ok(())
}

/// The caller's side ends the call for everybody.
pub(crate) fn end(world: &mut World, id: &str, ending: Ending) -> Result<()> {
    let call = world.calls.get_mut(id).ok_or_else(|| EmulatorError::NoSuchCall(id.to_owned()))?;
    let reason = (ending == Ending::RungOut).then_some("timeout");
    let mut told = Vec::new();
    for (callee, side) in &mut call.sides {
        side.state = match (side.state, ending) {
            (CallState::Ringing, Ending::HungUp) => CallState::Cancelled,
            (CallState::Ringing, Ending::RungOut) => CallState::Unanswered,
            (CallState::Accepted, _) => CallState::Ended,
            _ => continue,
        };
        told.push(Number::clone(callee));
    }
    if told.is_empty() {
        return Err(EmulatorError::CallOver(id.to_owned()));
    }
    for callee in told {
        stanza::terminate(world, id, &callee, reason, None);
    }
    Ok(())
}

/// A callee who had answered hangs up.
pub(crate) fn leave(world: &mut World, id: &str, by: &DeviceAddress) -> Result<()> {
    let call = world.calls.get_mut(id).ok_or_else(|| EmulatorError::NoSuchCall(id.to_owned()))?;
    let side = call.sides.get_mut(&by.number).ok_or_else(|| EmulatorError::NoSuchCall(id.to_owned()))?;
    if side.state != CallState::Accepted {
        return Err(EmulatorError::CallOver(id.to_owned()));
    }
    side.state = CallState::Ended;
    let caller = call.caller.clone();
    stanza::tell_caller(world, id, &caller, by, "terminate", None);
    Ok(())
}
