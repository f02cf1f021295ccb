//! The phone rings, and is rung.

use std::time::Duration;

use super::Phone;
use crate::calls::{self, Answer, CallState, Ending, PhoneCall};
use crate::error::Result;
use crate::network::DeviceAddress;
use crate::world::World;

impl Phone {
    /// Calls another account: its phone and companions ring. Returns the call's id.
    pub fn call(&self, to: &str, video: bool) -> Result<String> {
        self.net.act(|world| calls::offer(world, &self.here(), &[to], None, video))
    }

    /// Calls people of a group, named by its address; all its members when none are named.
    pub fn call_group(&self, group: &str, people: &[&str], video: bool) -> Result<String> {
        self.net.act(|world| calls::offer(world, &self.here(), people, Some(group), video))
    }

    /// Hangs up: a call that this phone began ends for everybody, another's for this account.
    pub fn hang_up(&self, call: &str) -> Result<()> {
        self.net.act(|world| {
            if world.calls.get(call).is_some_and(|begun| begun.caller_is(&self.number)) {
                calls::end(world, call, Ending::HungUp)
            } else {
                calls::leave(world, call, &self.here())
            }
        })
    }

    /// Lets a call that this phone began ring until nobody can be expected to answer.
    pub fn ring_out(&self, call: &str) -> Result<()> {
        self.net.act(|world| calls::end(world, call, Ending::RungOut))
    }

    /// Answers a ringing call on this phone; the companions are told that it was answered elsewhere.
    pub fn accept_call(&self, call: &str) -> Result<()> {
        self.net.act(|world| calls::answer(world, call, &self.here(), Answer { accept: true, words: None }))
    }

    /// Refuses a ringing call on this phone; the companions are told that it was refused elsewhere.
    pub fn reject_call(&self, call: &str) -> Result<()> {
        self.net.act(|world| calls::answer(world, call, &self.here(), Answer { accept: false, words: None }))
    }

    /// The phone's list of calls, oldest first.
    pub fn calls(&self) -> Vec<PhoneCall> {
        self.net.look(|world| calls::calls_of(world, &self.number))
    }

    /// Waits until a call has come to `state`.
    pub async fn wait_for_call(&self, call: &str, state: CallState, patience: Duration) -> Result<PhoneCall> {
        self.wait_for_calls(&format!("{state:?} for the call"), patience, |line| line.id == call && line.state == state)
            .await
    }

    /// Waits until so many companions of the callee have said that they ring.
    pub async fn wait_for_ringing(&self, call: &str, companions: usize, patience: Duration) -> Result<PhoneCall> {
        let rings = |line: &PhoneCall| line.id == call && line.ringing_on.len() >= companions;
        self.wait_for_calls("ringing", patience, rings).await
    }

    async fn wait_for_calls(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&PhoneCall) -> bool,
    ) -> Result<PhoneCall> {
        let found = |world: &World| calls::calls_of(world, &self.number).into_iter().find(|line| wanted(line));
        self.net.until(what, patience, found).await
    }

    fn here(&self) -> DeviceAddress {
        DeviceAddress::phone(&self.number)
    }
}
