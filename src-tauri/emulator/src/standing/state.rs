//! What the network holds against an account.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::banned::Ban;
use super::cap::Cap;
use super::failure::Refusal;
use super::lock::Lock;
use super::trusts::Trusts;
use crate::network::stanza::seconds;
use crate::pairing::{CodeRefusals, Passkey};

/// What the network holds against an account, and what others have granted it.
#[derive(Default)]
pub(crate) struct Standing {
    pub(super) ban: Option<Ban>,
    pub(super) lock: Option<Lock>,
    pub(super) cap: Option<Cap>,
    /// Linking a device takes this passkey.
    pub(crate) passkey: Option<Passkey>,
    /// What requests for a pairing code, or the keys that follow the typed code, are refused with.
    pub(crate) code_refusals: CodeRefusals,
    /// Strangers need a token to write to this account.
    pub(crate) guarded: bool,
    pub(crate) trusts: Trusts,
    /// When it last logged in, for [`LoginLimit`](super::LoginLimit).
    pub(super) logins_ms: VecDeque<u64>,
    /// After how many refusals a refused login is taken again; `None` means never.
    pub(crate) refusals_left: Option<u32>,
    /// Logins that [`LoginLimit`](super::LoginLimit) turned away.
    pub(crate) refused_logins: u32,
    /// Messages that the server did not take, by the reasons of this room.
    pub(super) refused_messages: u32,
}

impl Standing {
    /// Why a login is refused now by a ban.
    pub(crate) fn refusal(&self, now_ms: u64) -> Option<Refusal> {
        self.ban.as_ref()?.refusal(now_ms)
    }

    pub(super) fn lock_at(&self, now_ms: u64) -> Option<&Lock> {
        self.lock.as_ref().filter(|lock| lock.until_ms > now_ms)
    }

    /// The lock as the mex query and the notification tell it.
    pub(super) fn lock_told(&self, now_ms: u64) -> Value {
        match self.lock_at(now_ms) {
            None => json!({ "is_active": false, "time_enforcement_ends": "0", "enforcement_type": "DEFAULT" }),
            Some(lock) => json!({
                "is_active": true,
                "time_enforcement_ends": seconds(lock.until_ms).to_string(),
                "enforcement_type": lock.enforcement,
            }),
        }
    }

    /// Counts a first message to somebody; `false` if the quota leaves no room for it.
    pub(super) fn count_new_chat(&mut self, now_ms: u64) -> bool {
        let Some(cap) = &mut self.cap else { return true };
        cap.roll(now_ms);
        let room = cap.used < cap.quota;
        cap.used += u32::from(room);
        room
    }

    pub(super) fn cap_at(&mut self, now_ms: u64) -> Option<&Cap> {
        let cap = self.cap.as_mut()?;
        cap.roll(now_ms);
        Some(cap)
    }

    /// The cap as the mex query and the notification tell it.
    pub(super) fn cap_told(&mut self, now_ms: u64) -> Value {
        let Some(cap) = self.cap_at(now_ms) else {
            return json!({ "capping_status": "NONE", "mv_status": "NOT_ELIGIBLE", "ote_status": "NOT_ELIGIBLE" });
        };
        json!({
            "capping_status": cap.status(),
            "total_quota": cap.quota.to_string(),
            "used_quota": cap.used.to_string(),
            "cycle_start_timestamp": seconds(cap.started_ms),
            "cycle_end_timestamp": seconds(cap.started_ms.saturating_add(cap.cycle_ms)),
            "server_sent_timestamp": seconds(now_ms),
            "mv_status": "NOT_ELIGIBLE",
            "ote_status": "NOT_ELIGIBLE",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_used_up_and_comes_back_with_the_next_cycle() {
        let cap = Cap { quota: 2, used: 0, cycle_ms: 1_000, started_ms: 10_000 };
        let mut standing = Standing { cap: Some(cap), ..Standing::default() };
        assert!(standing.count_new_chat(10_000) && standing.count_new_chat(10_500), "two are granted");
        assert!(!standing.count_new_chat(10_999), "the third is too many");
        assert_eq!(standing.cap_told(10_999)["capping_status"], "CAPPED");
        assert!(standing.count_new_chat(12_300), "a later cycle");
        let told = standing.cap_told(12_300);
        assert_eq!((told["used_quota"].as_str(), told["cycle_start_timestamp"].as_u64()), (Some("1"), Some(12)));
    }

    #[test]
    fn nobody_can_be_written_to_under_a_quota_of_none() {
        let cap = Cap { quota: 0, used: 0, cycle_ms: 0, started_ms: 0 };
        let mut standing = Standing { cap: Some(cap), ..Standing::default() };
        assert!(!standing.count_new_chat(5), "there is no room at all");
        assert_eq!(standing.cap_told(5)["capping_status"], "CAPPED");
    }
}
