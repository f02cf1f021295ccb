//! `<description>`: the text below the name. Each change names the text that it replaces.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::GroupRefusal;
use super::announce::announce;
use super::answer::Answer;
use super::describe::body;
use super::group::{Description, invite_code};
use crate::network::stanza::{attr, child_bytes};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// WhatsApp's limit, in characters.
const LONGEST_DESCRIPTION: usize = 2048;

pub(super) fn hear(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let known = world.groups.find(group)?.description.as_ref().map(|text| text.id.as_str()).unwrap_or_default();
    if known != attr(asked, "prev") {
        world.groups.find(group)?.for_members(&from.number)?;
        return Err(GroupRefusal::DescriptionChanged);
    }
    let text = String::from_utf8(child_bytes(asked, "body")).map_err(|_| GroupRefusal::Unfit)?;
    let text = if attr(asked, "delete") == "true" { "" } else { &text };
    write(world, &from.number, group, attr(asked, "id"), text)?;
    Ok(Vec::new())
}

/// Writes the description anew; an empty one takes it away.
pub(crate) fn describe_as(world: &mut World, by: &Number, group: &str, text: &str) -> Result<(), GroupRefusal> {
    let id = invite_code(&mut world.rng);
    write(world, by, group, id, text)
}

fn write(world: &mut World, by: &Number, group: &str, id: String, text: &str) -> Result<(), GroupRefusal> {
    let described = world.groups.find(group)?;
    described.for_members_if(!described.settings.locked, by)?;
    if text.chars().count() > LONGEST_DESCRIPTION {
        return Err(GroupRefusal::Unfit);
    }
    let at_ms = world.now_ms();
    let content = if text.is_empty() { NodeBuilder::new("delete").build() } else { body(text) };
    let change = NodeBuilder::new("description").attr("id", id.as_str()).children([content]).build();
    world.groups.find_mut(group)?.description =
        (!text.is_empty()).then(|| Description { id, text: text.to_owned(), by: Number::clone(by), at_ms });
    announce(world, group, by, change);
    Ok(())
}
