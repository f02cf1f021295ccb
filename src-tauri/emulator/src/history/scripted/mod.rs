//! An invented past: every chat and message follows from the seed and its place, and none is kept.

mod awakening;
mod contact;
mod files;
mod ids;
mod message;
mod uploading;
mod words;

use std::sync::Arc;

pub(crate) use awakening::awaken;
pub(super) use contact::Contact;
pub(crate) use uploading::upload;

use files::Files;

use super::HistoryPlan;
use crate::error::Result;

const DAY_MS: u64 = 24 * 3_600_000;
/// The last words of neighbouring chats are this far apart.
const BETWEEN_CHATS_MS: u64 = 7 * 60_000;

/// The past of one account.
pub(crate) struct Scripted {
    pub(crate) plan: HistoryPlan,
    /// What everything follows from.
    pub(crate) seed: u64,
    /// The last moment of the past, in milliseconds since the epoch.
    pub(crate) ends_at_ms: u64,
    counts: Arc<[u32]>,
    files: Files,
}

impl Scripted {
    pub(crate) fn new(plan: HistoryPlan, seed: u64, ends_at_ms: u64) -> Result<Self> {
        plan.check()?;
        Ok(Self { plan, seed, ends_at_ms, counts: plan.counts().into(), files: Files::new(seed) })
    }

    /// How many messages each chat has.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// When a message was written; 0 is the newest of its chat.
    pub(super) fn at_ms(&self, chat: u32, age: u32) -> u64 {
        let (ends_at_ms, apart_ms) = self.pace(chat);
        ends_at_ms - u64::from(age) * apart_ms
    }

    /// How many of a chat's newest messages are not older than `since_ms`.
    pub(super) fn newer_than(&self, chat: u32, since_ms: u64) -> u32 {
        let (ends_at_ms, apart_ms) = self.pace(chat);
        let count = self.counts.get(chat as usize).copied().unwrap_or_default();
        match ends_at_ms.checked_sub(since_ms) {
            Some(span_ms) => u32::try_from(span_ms / apart_ms + 1).map_or(count, |newer| newer.min(count)),
            None => 0,
        }
    }

    /// When the chat ended, and how far its messages lie apart.
    fn pace(&self, chat: u32) -> (u64, u64) {
        let whole_ms = u64::from(self.plan.days) * DAY_MS;
        let quiet_ms = (u64::from(chat) * BETWEEN_CHATS_MS).min(whole_ms / 2);
        let count = self.counts.get(chat as usize).copied().unwrap_or(1).max(1);
        (self.ends_at_ms - quiet_ms, ((whole_ms - quiet_ms) / u64::from(count)).max(1))
    }

    /// The place of a message, by the id that it was given.
    pub(super) fn place(&self, id: &str) -> Option<(u32, u32)> {
        let (chat, age) = ids::place_of(id)?;
        let exists = self.counts.get(chat as usize).is_some_and(|count| age < *count);
        (exists && ids::id(self.seed, chat, age) == id).then_some((chat, age))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_message_is_found_by_its_id_and_lies_in_the_past() {
        let plan = HistoryPlan { chats: 9, messages: 500, days: 200 };
        let past = Scripted::new(plan, 7, 1_800_000_000_000).unwrap();
        for (chat, count) in past.counts().iter().enumerate() {
            let chat = u32::try_from(chat).unwrap();
            for age in 0..*count {
                assert_eq!(past.place(&ids::id(7, chat, age)), Some((chat, age)));
                let at_ms = past.at_ms(chat, age);
                assert!(at_ms <= past.ends_at_ms && at_ms >= past.ends_at_ms - 200 * DAY_MS);
                assert!(past.newer_than(chat, at_ms) == age + 1, "the horizon counts what it should");
            }
            assert_eq!(past.place(&ids::id(7, chat, *count)), None, "there is no such message");
        }
        assert_eq!(past.place(&ids::id(8, 0, 0)), None, "of another network");
        assert_eq!(past.place("3A"), None);
    }
}
