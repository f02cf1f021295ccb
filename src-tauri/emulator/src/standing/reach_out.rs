//! The reach-out time lock: for a while an account may write only to people who trust it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Standing;
use crate::error::Result;
use crate::mex;
use crate::network::World;
use crate::network::stanza::seconds;

/// A lock and its end.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Lock {
    pub(super) until_ms: u64,
    /// WhatsApp's name for the kind of lock, e.g. `DEFAULT`, `WEB_COMPANION_ONLY`, `BIZ_QUALITY`.
    pub(super) enforcement: String,
}

impl Standing {
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
}

/// Locks an account, or lifts its lock, and tells its companions.
pub(crate) fn set_lock(world: &mut World, number: &str, lock: Option<(Duration, &str)>) -> Result<()> {
    let now_ms = world.now_ms();
    let standing = &mut world.account_mut(number)?.standing;
    standing.lock = lock.map(|(lasts, enforcement)| Lock {
        until_ms: now_ms.saturating_add(u64::try_from(lasts.as_millis()).unwrap_or(u64::MAX)),
        enforcement: enforcement.to_owned(),
    });
    let told = json!({ "xwa2_notify_account_reachout_timelock": standing.lock_told(now_ms) });
    mex::notify(world, number, "NotificationUserReachoutTimelockUpdate", &told);
    Ok(())
}
