//! What a companion may ask of its own standing, over mex.

use serde_json::{Value, json};

use crate::network::DeviceAddress;
use crate::world::World;

/// Whether the account is under a reach-out time lock.
pub(crate) fn reach_out_lock(world: &mut World, from: &DeviceAddress) -> Option<Value> {
    let now_ms = world.now_ms();
    let told = world.accounts.get(&from.number)?.standing.lock_told(now_ms);
    Some(json!({ "xwa2_fetch_account_reachout_timelock": told }))
}

/// How many new chats the account may still begin.
pub(crate) fn new_chat_cap(world: &mut World, from: &DeviceAddress) -> Option<Value> {
    let now_ms = world.now_ms();
    let told = world.accounts.get_mut(&from.number)?.standing.cap_told(now_ms);
    Some(json!({ "xwa2_message_capping_info": told }))
}
