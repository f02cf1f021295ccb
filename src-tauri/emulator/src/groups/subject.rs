//! `<subject>`: the group's name.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::GroupRefusal;
use super::announce::{announce, other_form};
use super::answer::Answer;
use super::group::Subject;
use crate::network::stanza::{bytes, free_text, seconds};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// WhatsApp's limit, in characters.
const LONGEST_SUBJECT: usize = 100;

pub(super) fn hear(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let text = String::from_utf8(bytes(asked)).map_err(|_| GroupRefusal::Unfit)?;
    rename(world, &from.number, group, &text)?;
    Ok(Vec::new())
}

/// Gives the group another name.
pub(crate) fn rename(world: &mut World, by: &Number, group: &str, text: &str) -> Result<(), GroupRefusal> {
    let renamed = world.groups.find(group)?;
    renamed.for_members_if(!renamed.settings.locked, by)?;
    fits(text)?;
    let at_ms = world.now_ms();
    let renamed = world.groups.find_mut(group)?;
    renamed.subject = Subject { text: text.to_owned(), by: Number::clone(by), at_ms };
    let mut change = NodeBuilder::new("subject").attr("subject", free_text(text)).attr("s_t", seconds(at_ms));
    if let Some(author) = world.accounts.get(by) {
        let renamed = world.groups.find(group)?;
        change = change.attr("s_o", author.jid(0, renamed.by_lid()));
        change = change.attr(other_form(renamed, "s_o_pn", "s_o_lid"), author.jid(0, !renamed.by_lid()));
    }
    announce(world, group, by, change.build());
    Ok(())
}

/// Whether a text can be a group's name.
pub(super) fn fits(subject: &str) -> Result<(), GroupRefusal> {
    let fits = (1..=LONGEST_SUBJECT).contains(&subject.chars().count());
    if fits { Ok(()) } else { Err(GroupRefusal::Unfit) }
}
