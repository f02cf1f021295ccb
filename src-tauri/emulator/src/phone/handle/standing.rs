//! What the network may hold against a phone's account.

use std::time::Duration;

use super::Phone;
use crate::standing::{self, StandingReport};

impl Phone {
    /// Bans the account for good: its connections end, and each login is refused with 403.
    pub fn ban(&self) {
        self.put_ban(0, None);
    }

    /// Bans the account for a while: each login is refused with 402, `code` (101 to 106) and the seconds that are left.
    pub fn ban_for(&self, lasts: Duration, code: u16) {
        self.put_ban(code, Some(lasts));
    }

    fn put_ban(&self, code: u16, lasts: Option<Duration>) {
        self.net.act(|world| standing::ban(world, &self.number, code, lasts)).expect("accounts are never deleted");
    }

    /// Lifts a ban.
    pub fn lift_ban(&self) {
        self.net.act(|world| standing::pardon(world, &self.number)).expect("accounts are never deleted");
    }

    /// Refuses the next `times` logins with this reason, and takes the one after them.
    pub fn refuse_logins(&self, reason: u16, times: u32) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.refuse_login = Some(reason).filter(|_| times > 0);
                account.standing.refusals_left = Some(times);
            }
        });
    }

    /// Puts the account under a reach-out time lock: its companions' messages to people who have given it no token get
    /// the error 463. `enforcement` is WhatsApp's name of the kind, usually `DEFAULT`.
    pub fn lock_reach_out(&self, lasts: Duration, enforcement: &str) {
        self.set_lock(Some((lasts, enforcement)));
    }

    /// Lifts the reach-out time lock before its end.
    pub fn unlock_reach_out(&self) {
        self.set_lock(None);
    }

    fn set_lock(&self, lock: Option<(Duration, &str)>) {
        self.net.act(|world| standing::set_lock(world, &self.number, lock)).expect("accounts are never deleted");
    }

    /// Lets the account's companions begin only `quota` chats in each cycle; more get the error 475.
    pub fn cap_new_chats(&self, quota: u32, cycle: Duration) {
        self.set_cap(Some((quota, cycle)));
    }

    /// Lifts the cap on new chats.
    pub fn uncap_new_chats(&self) {
        self.set_cap(None);
    }

    fn set_cap(&self, cap: Option<(u32, Duration)>) {
        self.net.act(|world| standing::set_cap(world, &self.number, cap)).expect("accounts are never deleted");
    }

    /// Lets only those write to this account who show a token; others get the error 463.
    pub fn guard_from_strangers(&self, on: bool) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.standing.guarded = on;
            }
        });
    }

    /// What holds for the account now.
    pub fn standing(&self) -> StandingReport {
        self.net.quietly(|world| {
            let now_ms = world.now_ms();
            let account = world.accounts.get_mut(&self.number).expect("accounts are never deleted");
            standing::report(&mut account.standing, now_ms)
        })
    }
}
