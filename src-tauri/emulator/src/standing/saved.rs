//! What of an account's standing outlives a restart: bans, the time lock, the cap on new chats, and trust. Refusals that
//! a test set and their counts belong to one run.

use serde::{Deserialize, Serialize};

use super::banned::Ban;
use super::cap::Cap;
use super::lock::Lock;
use super::state::Standing;
use super::trusts::{SavedToken, Trusts};

/// An account's standing as the file keeps it.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct SavedStanding {
    ban: Option<SavedBan>,
    lock: Option<Lock>,
    cap: Option<Cap>,
    guarded: bool,
    trusts: Vec<SavedToken>,
}

#[derive(Serialize, Deserialize)]
struct SavedBan {
    code: u16,
    /// For good when absent.
    until_ms: Option<u64>,
}

impl Standing {
    pub(crate) fn save(&self) -> SavedStanding {
        let ban = self.ban.as_ref().map(|ban| match *ban {
            Ban::ForGood => SavedBan { code: 0, until_ms: None },
            Ban::Until { code, until_ms } => SavedBan { code, until_ms: Some(until_ms) },
        });
        SavedStanding {
            ban,
            lock: self.lock.clone(),
            cap: self.cap.clone(),
            guarded: self.guarded,
            trusts: self.trusts.save(),
        }
    }

    /// `None` where a token makes no sense.
    pub(crate) fn restore(saved: SavedStanding) -> Option<Self> {
        let ban = saved.ban.map(|ban| match ban.until_ms {
            None => Ban::ForGood,
            Some(until_ms) => Ban::Until { code: ban.code, until_ms },
        });
        let trusts = Trusts::restore(saved.trusts)?;
        Some(Self { ban, lock: saved.lock, cap: saved.cap, guarded: saved.guarded, trusts, ..Self::default() })
    }
}
