//! Who reads a post, and whether its writer knows it.

use std::collections::BTreeSet;

use wacore::messages::MessageUtils;
use wacore::types::message::EditAttribute;
use wacore_binary::{Jid, Node};

use crate::groups::{Group, GroupRefusal};
use crate::network::stanza::{attr, children, jid_attr};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// WhatsApp's word for "the group's members see each other by another form of address by now".
const STALE_ADDRESSING: u16 = 421;

/// The devices that get a copy.
pub(super) struct Audience {
    pub(super) devices: Vec<DeviceAddress>,
    /// Readers see each other by privacy id.
    pub(super) as_lid: bool,
    /// The server's hash of all devices.
    pub(super) phash: Option<String>,
    /// The writer's hash is another.
    pub(super) stale: bool,
}

/// The readers of a companion's post, or the code of its refusal.
pub(super) fn of(world: &World, from: &DeviceAddress, node: &Node, chat: &ChatId) -> Result<Audience, u16> {
    match chat {
        ChatId::Group(id) => {
            let group = world.groups.find(id).map_err(GroupRefusal::code)?;
            group.may_write(&from.number).map_err(GroupRefusal::code)?;
            if attr(node, "edit") == EditAttribute::AdminRevoke.to_string_val() {
                group.for_admins(&from.number).map_err(GroupRefusal::code)?;
            }
            let mode = attr(node, "addressing_mode");
            if !mode.is_empty() && (mode == "lid") != group.by_lid() {
                return Err(STALE_ADDRESSING);
            }
            Ok(of_group(world, from, node, group))
        }
        _ => Ok(of_status(world, from, node)),
    }
}

fn of_group(world: &World, from: &DeviceAddress, node: &Node, group: &Group) -> Audience {
    let all = members_devices(world, group);
    // A copy for exactly one device is the answer to its request.
    if let Some(device) = jid_attr(node, "participant").and_then(|jid| device_of(world, &jid)) {
        let devices = all.into_iter().filter(|other| *other == device).collect();
        return Audience { devices, as_lid: group.by_lid(), phash: None, stale: false };
    }
    let jids: Vec<Jid> = all
        .iter()
        .filter_map(|device| Some(world.accounts.get(&device.number)?.jid(device.device, group.by_lid())))
        .collect();
    let (phash, said) = (MessageUtils::participant_list_hash(&jids).ok(), attr(node, "phash"));
    let stale = !said.is_empty() && phash.as_deref() != Some(said.as_str());
    let devices = all.into_iter().filter(|device| device != from).collect();
    Audience { devices, as_lid: group.by_lid(), phash, stale }
}

/// Whoever the writer names, and its own other devices; named once more, exactly the named devices.
fn of_status(world: &World, from: &DeviceAddress, node: &Node) -> Audience {
    let listed = node.get_optional_child("participants").map(children).unwrap_or_default();
    let named: Vec<DeviceAddress> =
        listed.iter().filter_map(|entry| device_of(world, &jid_attr(entry, "jid")?)).collect();
    let devices = if world.told.knows(&from.number, &attr(node, "id")) {
        named
    } else {
        let readers: BTreeSet<Number> = named.into_iter().map(|device| device.number).collect();
        status_readers(world, &from.number, readers)
    };
    let devices = devices.into_iter().filter(|device| device != from).collect();
    Audience { devices, as_lid: true, phash: None, stale: false }
}

fn device_of(world: &World, jid: &Jid) -> Option<DeviceAddress> {
    Some(DeviceAddress::new(&world.number_of(jid)?, jid.device))
}

/// Every device of every member.
pub(crate) fn members_devices(world: &World, group: &Group) -> Vec<DeviceAddress> {
    let members = group.members.keys().filter_map(|number| world.accounts.get(number));
    members.flat_map(crate::network::Account::devices).collect()
}

/// Every device of those who are shown a status, and of its writer.
pub(crate) fn status_readers(
    world: &World,
    writer: &Number,
    readers: impl IntoIterator<Item = Number>,
) -> Vec<DeviceAddress> {
    let numbers: BTreeSet<Number> = readers.into_iter().chain([Number::clone(writer)]).collect();
    numbers.iter().filter_map(|number| world.accounts.get(number)).flat_map(crate::network::Account::devices).collect()
}
