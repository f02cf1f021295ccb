//! A ban, and what a login hears of it.

use super::failure::Refusal;

/// Why an account may not log in.
pub(super) enum Ban {
    /// The account is locked.
    ForGood,
    /// It may come back.
    Until {
        /// WhatsApp's reason, 101 to 106.
        code: u16,
        until_ms: u64,
    },
}

impl Ban {
    /// What a login is told at this moment; `None` once the ban is over.
    pub(super) fn refusal(&self, now_ms: u64) -> Option<Refusal> {
        match *self {
            Self::ForGood => Some(Refusal::reason(403)),
            Self::Until { code, until_ms } => {
                let left_ms = until_ms.checked_sub(now_ms).filter(|left| *left > 0)?;
                Some(Refusal::banned(code, left_ms.div_ceil(1000)))
            }
        }
    }
}
