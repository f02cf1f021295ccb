//! A cap on new chats, and what is used of it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::state::Standing;
use crate::network::stanza::seconds;

/// A quota, and what is used of it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Cap {
    pub(super) quota: u32,
    pub(super) used: u32,
    pub(super) cycle_ms: u64,
    pub(super) started_ms: u64,
}

impl Cap {
    /// Begins a new cycle if the running one is over.
    fn roll(&mut self, now_ms: u64) {
        if self.cycle_ms > 0 && now_ms >= self.started_ms.saturating_add(self.cycle_ms) {
            self.used = 0;
            self.started_ms = now_ms - (now_ms - self.started_ms) % self.cycle_ms;
        }
    }

    /// WhatsApp's words; where it warns is not known, and here at seven and at nine tenths.
    fn status(&self) -> &'static str {
        match (self.used * 10).checked_div(self.quota) {
            None | Some(10..) => "CAPPED",
            Some(9) => "SECOND_WARNING",
            Some(7..) => "FIRST_WARNING",
            Some(_) => "NONE",
        }
    }
}

impl Standing {
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
