//! The past that a phone tells its companions of.

use rand::RngExt as _;

use super::Phone;
use crate::error::Result;
use crate::history::{HistoryPlan, Scripted};

impl Phone {
    /// Gives the phone an invented past, which companions linked from now on are told of; it takes the place of an
    /// earlier one. Its chats are generated chunk by chunk and are not in the phone's own chat list.
    pub fn script_history(&self, plan: HistoryPlan) -> Result<()> {
        self.net.act(|world| {
            let (seed, now_ms) = (world.rng.random(), world.now_ms());
            let past = Scripted::new(plan, seed, now_ms)?;
            world.account_mut(&self.number)?.handset.scripted = Some(past);
            Ok(())
        })
    }
}
