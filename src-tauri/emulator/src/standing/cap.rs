//! A cap on new chats, and what is used of it.

use serde::{Deserialize, Serialize};

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
    pub(super) fn roll(&mut self, now_ms: u64) {
        if self.cycle_ms > 0 && now_ms >= self.started_ms.saturating_add(self.cycle_ms) {
            self.used = 0;
            self.started_ms = now_ms - (now_ms - self.started_ms) % self.cycle_ms;
        }
    }

    /// WhatsApp's words; where it warns is not known, and here at seven and at nine tenths.
    pub(super) fn status(&self) -> &'static str {
        match (self.used * 10).checked_div(self.quota) {
            None | Some(10..) => "CAPPED",
            Some(9) => "SECOND_WARNING",
            Some(7..) => "FIRST_WARNING",
            Some(_) => "NONE",
        }
    }
}
