//! A call as the network knows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::network::{DeviceAddress, Number};

/// Every call of the network, by id.
pub(crate) type Calls = BTreeMap<String, Call>;

/// One call.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(super) id: String,
    /// The device that began it.
    pub(super) caller: DeviceAddress,
    /// A group call's group: the user part of its address.
    pub(super) group: Option<String>,
    pub(super) video: bool,
    pub(super) at_ms: u64,
    /// Each account that is called.
    pub(super) sides: BTreeMap<Number, Side>,
}

impl Call {
    pub(crate) fn caller_is(&self, number: &str) -> bool {
        *self.caller.number == *number
    }

    pub(super) fn concerns(&self, number: &str) -> bool {
        self.caller_is(number) || self.is_heard_by(number)
    }

    pub(super) fn is_heard_by(&self, callee: &str) -> bool {
        self.sides.get(callee).is_some_and(|side| !side.unheard)
    }
}

/// How far one account's ringing has come.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Side {
    pub(super) state: CallState,
    /// Companions that said that they ring.
    pub(super) ringing_on: Vec<u16>,
    /// The device that answered.
    pub(super) answered_by: Option<u16>,
    /// The callee blocked the caller: it rings for the caller alone.
    pub(super) unheard: bool,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallState {
    /// Nobody has answered yet.
    Ringing,
    /// Answered, and going on.
    Accepted,
    /// The callee refused.
    Rejected,
    /// The caller gave up before an answer.
    Cancelled,
    /// It rang until nobody could be expected to answer.
    Unanswered,
    /// It was answered, and somebody hung up.
    Ended,
}
