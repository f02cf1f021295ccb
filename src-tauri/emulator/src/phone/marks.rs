//! What the owner made of a chat as a whole: archived, pinned, muted, marked unread. It is app state, so that every
//! device agrees on it.

use serde::{Deserialize, Serialize};

/// Marks of a chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatMarks {
    /// It lies in the archive.
    pub archived: bool,
    /// When it was pinned to the top of the list, in milliseconds since the epoch; `None` if it is not.
    pub pinned_at_ms: Option<u64>,
    /// Until when it makes no sound, in milliseconds since the epoch; -1 is for ever, `None` is not muted.
    pub muted_until_ms: Option<i64>,
    /// The owner marked it unread, though there may be nothing new in it.
    pub marked_unread: bool,
}

impl ChatMarks {
    /// Whether it makes no sound at `now_ms`.
    pub fn is_muted(&self, now_ms: u64) -> bool {
        self.muted_until_ms
            .is_some_and(|until_ms| u64::try_from(until_ms).is_ok_and(|until| until > now_ms) || until_ms < 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_muted_until_its_time_or_for_ever() {
        let muted = |until_ms| ChatMarks { muted_until_ms: until_ms, ..ChatMarks::default() }.is_muted(1_000);
        assert!(muted(Some(-1)) && muted(Some(1_001)));
        assert!(!muted(Some(1_000)) && !muted(None));
    }
}
