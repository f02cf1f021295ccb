//! Who comes into one group: the others see who came, the newcomers see the group.

use wacore_binary::builder::NodeBuilder;

use super::GroupRefusal;
use super::announce::{about, announce_to};
use super::describe::{Detail, describe};
use super::group::{Member, Role};
use crate::network::Number;
use crate::world::World;

/// Lets accounts in that may come. `reason` is what the wire calls an invitation; `by` is who let them in, or came.
pub(super) fn let_in(
    world: &mut World,
    group: &str,
    by: &Number,
    newcomers: &[Number],
    reason: Option<&'static str>,
) -> Result<(), GroupRefusal> {
    if newcomers.is_empty() {
        return Ok(());
    }
    let now_ms = world.now_ms();
    let entered = world.groups.find_mut(group)?;
    let before: Vec<Number> = entered.members.keys().cloned().collect();
    for number in newcomers {
        entered.members.insert(Number::clone(number), Member { role: Role::Member, joined_at_ms: now_ms });
        entered.requests.remove(number);
        entered.removed.remove(number);
        entered.personal_invites.remove(number);
    }
    entered.version += 1;
    let entered = world.groups.find(group)?;
    let mut seen = about(world, entered, "add", newcomers);
    let mut shown = NodeBuilder::new("create");
    if let Some(reason) = reason {
        seen = seen.attr("reason", reason);
        shown = shown.attr("reason", reason);
    }
    let (seen, shown) = (seen.build(), shown.children([describe(world, entered, Detail::FULL)]).build());
    announce_to(world, group, by, seen, &before);
    announce_to(world, group, by, shown, newcomers);
    Ok(())
}
