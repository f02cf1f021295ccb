//! Coming into a group, whichever way, and into the community that it belongs to.

use super::GroupRefusal;
use super::communities::follow;
use super::entry::let_in;
use crate::network::Number;
use crate::world::World;

/// Lets accounts in that may come. `reason` is what the wire calls an invitation; `by` is who let them in, or came.
pub(super) fn admit(
    world: &mut World,
    group: &str,
    by: &Number,
    newcomers: &[Number],
    reason: Option<&'static str>,
) -> Result<(), GroupRefusal> {
    if newcomers.is_empty() {
        return Ok(());
    }
    let_in(world, group, by, newcomers, reason)?;
    follow(world, group, by)
}
