//! Calls as a phone lists them.

use serde::Serialize;

use super::call::{Call, CallState};
use crate::network::Number;
use crate::world::World;

/// One line of a phone's list of calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneCall {
    /// The call's id.
    pub id: String,
    /// The number at the other end; of a group call that this account began, the first that was called.
    pub with: String,
    /// Whether this account began it.
    pub from_me: bool,
    /// With a picture.
    pub video: bool,
    /// The group's address, if it is a group call.
    pub group: Option<String>,
    /// When it began, in milliseconds since the epoch.
    pub at_ms: u64,
    /// How far it has come, for this account.
    pub state: CallState,
    /// It rang here and was not answered.
    pub missed: bool,
    /// Companions of the callee that said that they ring.
    pub ringing_on: Vec<u16>,
    /// The callee's device that answered or refused; 0 is the phone.
    pub answered_by: Option<u16>,
}

/// The calls of an account, oldest first.
pub(crate) fn calls_of(world: &World, number: &str) -> Vec<PhoneCall> {
    let mut calls: Vec<PhoneCall> = world.calls.values().filter_map(|call| line(call, number)).collect();
    calls.sort_by_key(|call| call.at_ms);
    calls
}

fn line(call: &Call, number: &str) -> Option<PhoneCall> {
    let from_me = *call.caller.number == *number;
    if !from_me && !call.is_heard_by(number) {
        return None;
    }
    let (callee, side): (&Number, _) =
        if from_me { call.sides.iter().next()? } else { call.sides.get_key_value(number)? };
    Some(PhoneCall {
        id: call.id.clone(),
        with: if from_me { callee.to_string() } else { call.caller.number.to_string() },
        from_me,
        video: call.video,
        group: call.group.as_ref().map(|group| format!("{group}@g.us")),
        at_ms: call.at_ms,
        state: side.state,
        missed: !from_me && matches!(side.state, CallState::Cancelled | CallState::Unanswered),
        ringing_on: side.ringing_on.clone(),
        answered_by: side.answered_by,
    })
}
