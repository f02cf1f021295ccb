//! The past that a phone tells its companions of.

use rand::RngExt as _;
use waproto::whatsapp::HistorySync;

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

    /// Gives the phone a past that companions linked from now on are told word for word, whatever stands in it: times
    /// that cannot be, messages without content, stubs, chats of nobody. Of `past` count the conversations, each with
    /// its newest message first, the status posts, push names, addresses and calls; it takes the place of an earlier
    /// one. It comes behind the phone's own chats, and in place of the one with the same address.
    pub fn script_history_raw(&self, past: HistorySync) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.handset.raw_past = Some(Box::new(past));
            }
        });
    }
}
