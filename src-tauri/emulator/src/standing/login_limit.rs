//! How many logins of one account the network takes in a while.

use serde::{Deserialize, Serialize};

use super::state::Standing;

/// A limit on logins, for each account by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginLimit {
    /// So many are taken …
    pub logins: usize,
    /// … in so many milliseconds.
    pub within_ms: u64,
    /// What one too many hears.
    pub answer: Overload,
}

/// How a login that is one too many is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Overload {
    /// `<stream:error code="429">`: slow down.
    #[serde(rename = "429")]
    RateLimited429,
    /// `<failure reason="503">`: come back later.
    #[serde(rename = "503")]
    Unavailable503,
}

/// Whether the limit leaves room for a login now, which is then counted. Refused ones do not count, so that a client
/// which only waits gets in.
pub(crate) fn takes_one_more(standing: &mut Standing, limit: &LoginLimit, now_ms: u64) -> bool {
    standing.logins_ms.retain(|at_ms| at_ms.saturating_add(limit.within_ms) > now_ms);
    let room = standing.logins_ms.len() < limit.logins;
    if room {
        standing.logins_ms.push_back(now_ms);
    } else {
        standing.refused_logins += 1;
    }
    room
}
