//! How much past a scripted account has.

use serde::{Deserialize, Serialize};

use crate::error::{EmulatorError, Result};

/// Most chats of one plan; their numbers are invented from a block of so many.
const MOST_CHATS: u32 = 2_000;
const MOST_MESSAGES: u32 = 200_000;

/// A past to invent: the same seed of the network tells the same story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HistoryPlan {
    /// One-to-one chats, 1 to 2,000; their other sides are invented and have no phones.
    pub chats: u32,
    /// Messages in all chats together, at least one for each and at most 200,000: many in a few chats, few in many.
    pub messages: u32,
    /// How far the past goes back, in days.
    pub days: u32,
}

impl Default for HistoryPlan {
    fn default() -> Self {
        Self { chats: 50, messages: 2_000, days: 365 }
    }
}

impl HistoryPlan {
    pub(super) fn check(&self) -> Result<()> {
        let fits = (1..=MOST_CHATS).contains(&self.chats)
            && (self.chats..=MOST_MESSAGES).contains(&self.messages)
            && (1..=3_650).contains(&self.days);
        if fits { Ok(()) } else { Err(EmulatorError::UnfitHistory) }
    }

    /// How many messages each chat has, the liveliest first: the n-th has about 1/n of the first.
    pub(super) fn counts(&self) -> Vec<u32> {
        let beyond_one_each = u64::from(self.messages - self.chats);
        let weights: Vec<u64> = (1..=u64::from(self.chats)).map(|rank| 1_000_000 / rank).collect();
        let whole: u64 = weights.iter().sum();
        let share =
            |weight: &u64| u32::try_from(beyond_one_each * weight / whole).expect("a share is less than the whole");
        let mut counts: Vec<u32> = weights.iter().map(|weight| 1 + share(weight)).collect();
        let rest = self.messages - counts.iter().sum::<u32>();
        counts[0] += rest;
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_of_a_plan_has_a_chat() {
        for (chats, messages) in [(1, 1), (3, 3), (7, 100), (2_000, 200_000), (2_000, 2_000)] {
            let plan = HistoryPlan { chats, messages, days: 365 };
            let counts = plan.counts();
            assert!(plan.check().is_ok());
            assert_eq!((counts.len(), counts.iter().sum::<u32>()), (chats as usize, messages));
            assert!(counts.is_sorted_by(|one, next| one >= next) && counts.iter().all(|count| *count > 0));
        }
        assert!(HistoryPlan { chats: 2, messages: 1, days: 9 }.check().is_err(), "a chat without a message");
        assert!(HistoryPlan { chats: 2_001, messages: 3_000, days: 9 }.check().is_err());
    }
}
