//! The cap on new chats: so many people may be written to for the first time in a cycle.

use std::time::Duration;

use serde_json::json;

use super::cap::Cap;
use crate::error::Result;
use crate::mex::notify;
use crate::world::World;

/// Caps an account's new chats, or lifts the cap, and tells its companions.
pub(crate) fn set_cap(world: &mut World, number: &str, cap: Option<(u32, Duration)>) -> Result<()> {
    let now_ms = world.now_ms();
    world.account_mut(number)?.standing.cap = cap.map(|(quota, cycle)| Cap {
        quota,
        used: 0,
        cycle_ms: u64::try_from(cycle.as_millis()).unwrap_or(u64::MAX),
        started_ms: now_ms,
    });
    tell_cap(world, number);
    Ok(())
}

/// Tells companions how much of the quota is left.
pub(super) fn tell_cap(world: &mut World, number: &str) {
    let now_ms = world.now_ms();
    let Ok(account) = world.account_mut(number) else { return };
    let told = json!({ "xwa2_notify_new_chat_messages_capping_info_update": account.standing.cap_told(now_ms) });
    notify(world, number, "MessageCappingInfoNotification", &told);
}
