//! Messages that disappear on the clock.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::network::{Account, ChatId, Net, Number, World};

/// How late a message may disappear.
const TICK: Duration = Duration::from_millis(500);

/// Lines that have a time, soonest first: when, whose phone, chat and id.
pub(crate) type Expiries = BTreeSet<(u64, Number, ChatId, String)>;

impl World {
    /// Notes that a line disappears at `at_ms`, if it does at all.
    pub(crate) fn expect_expiry(&mut self, owner: &Number, chat: &ChatId, id: &str, at_ms: Option<u64>) {
        if let Some(at_ms) = at_ms {
            self.expiries.insert((at_ms, Number::clone(owner), chat.clone(), id.to_owned()));
        }
    }

    /// Notes every line with a time of an account that an earlier run kept.
    pub(crate) fn expect_expiries(&mut self, account: &Account) {
        for (chat, lines) in &account.handset.chats {
            for line in &lines.messages {
                self.expect_expiry(&account.number, chat, &line.id, line.content.expires_at_ms);
            }
        }
    }

    fn is_due(&self) -> bool {
        self.expiries.first().is_some_and(|(at_ms, ..)| *at_ms <= self.now_ms())
    }

    fn expire(&mut self) {
        while self.is_due() {
            let Some((_, owner, chat, id)) = self.expiries.pop_first() else { return };
            if let Some(account) = self.accounts.get_mut(&owner) {
                account.handset.chat_mut(&chat).messages.retain(|line| line.id != id || line.content.kept);
            }
        }
    }
}

/// Takes lines away when their time has come, until the network stops.
pub(crate) async fn watch(net: Arc<Net>) {
    let stop = net.stopping();
    let mut clock = tokio::time::interval(TICK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = clock.tick() => {}
        }
        if net.look(World::is_due) {
            net.act(World::expire);
        }
    }
}
