//! Bans: for good, or until the clock has moved on.

use std::time::Duration;

use super::banned::Ban;
use crate::error::Result;
use crate::network::Stage;
use crate::world::World;

/// Bans an account: its connections end, and each login is refused while the ban lasts. Without a length it is for good.
pub(crate) fn ban(world: &mut World, number: &str, code: u16, lasts: Option<Duration>) -> Result<()> {
    let now_ms = world.now_ms();
    let ban = match lasts {
        None => Ban::ForGood,
        Some(lasts) => {
            let lasts_ms = u64::try_from(lasts.as_millis()).unwrap_or(u64::MAX);
            Ban::Until { code, until_ms: now_ms.saturating_add(lasts_ms) }
        }
    };
    world.account_mut(number)?.standing.ban = Some(ban);
    let open: Vec<_> = world
        .connections
        .iter()
        .filter(|(_, open)| matches!(&open.stage, Stage::Device(device) if *device.number == *number))
        .map(|(id, _)| *id)
        .collect();
    for connection in open {
        crate::login::end_quietly(world, connection);
    }
    Ok(())
}

/// Lifts a ban.
pub(crate) fn pardon(world: &mut World, number: &str) -> Result<()> {
    world.account_mut(number)?.standing.ban = None;
    Ok(())
}
