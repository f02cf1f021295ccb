//! The reach-out time lock: for a while an account may write only to people who trust it.

use std::time::Duration;

use serde_json::json;

use super::lock::Lock;
use crate::error::Result;
use crate::mex::notify;
use crate::world::World;

/// Locks an account, or lifts its lock, and tells its companions.
pub(crate) fn set_lock(world: &mut World, number: &str, lock: Option<(Duration, &str)>) -> Result<()> {
    let now_ms = world.now_ms();
    let standing = &mut world.account_mut(number)?.standing;
    standing.lock = lock.map(|(lasts, enforcement)| Lock {
        until_ms: now_ms.saturating_add(u64::try_from(lasts.as_millis()).unwrap_or(u64::MAX)),
        enforcement: enforcement.to_owned(),
    });
    let told = json!({ "xwa2_notify_account_reachout_timelock": standing.lock_told(now_ms) });
    notify(world, number, "NotificationUserReachoutTimelockUpdate", &told);
    Ok(())
}
