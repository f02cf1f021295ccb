//! How an account stands, for whoever watches the network.

use serde::Serialize;

use super::state::Standing;

/// What holds for an account at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StandingReport {
    /// The ban that a login would hear of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ban: Option<BanReport>,
    /// The reach-out time lock, while it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<LockReport>,
    /// The cap on new chats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<CapReport>,
    /// Strangers need a token to write to this account.
    pub guarded: bool,
    /// Messages of this account that the server did not take.
    pub refused_messages: u32,
    /// Logins that a [`LoginLimit`](crate::LoginLimit) turned away.
    pub refused_logins: u32,
    /// Numbers that this account has given a trusted-contact token that still holds.
    pub trusts: Vec<String>,
}

/// A ban.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BanReport {
    /// `reason` of the `<failure>`: 402 for a while, 403 for good.
    pub reason: u16,
}

/// A reach-out time lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LockReport {
    /// When it ends, in milliseconds since the epoch.
    pub until_ms: u64,
    /// Its kind.
    pub enforcement: String,
}

/// A cap on new chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CapReport {
    /// New chats in a cycle.
    pub quota: u32,
    /// New chats begun in this cycle.
    pub used: u32,
}

/// The standing of an account now.
pub(crate) fn report(standing: &mut Standing, now_ms: u64) -> StandingReport {
    StandingReport {
        ban: standing.refusal(now_ms).map(|refusal| BanReport { reason: refusal.reason }),
        lock: standing
            .lock_at(now_ms)
            .map(|lock| LockReport { until_ms: lock.until_ms, enforcement: lock.enforcement.clone() }),
        cap: standing.cap_at(now_ms).map(|cap| CapReport { quota: cap.quota, used: cap.used }),
        guarded: standing.guarded,
        refused_logins: standing.refused_logins,
        refused_messages: standing.refused_messages,
        trusts: standing.trusts.holding(now_ms).map(ToString::to_string).collect(),
    }
}
