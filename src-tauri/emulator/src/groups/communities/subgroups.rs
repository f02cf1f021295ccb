//! A community's groups over mex.

use serde_json::{Value, json};
use wacore_binary::Jid;

use super::super::answer::group_of;
use super::super::group::{Child, Group, Place};
use super::tree::{children_of, community};
use crate::network::stanza::seconds;
use crate::network::{DeviceAddress, GroupId};
use crate::world::World;

/// The groups of a community, its announcements apart.
pub(crate) fn subgroups(world: &World, from: &DeviceAddress, variables: &Value) -> Option<Value> {
    let above = asked(world, from, &variables["group_id"])?;
    let (mut default, mut others) = (Value::Null, Vec::new());
    for group in children(world, &above) {
        match group.place {
            Place::Child { kind: Child::Announcements, .. } => default = describe(group, false),
            Place::Child { kind: Child::General, .. } => others.push(json!({ "node": describe(group, true) })),
            _ => others.push(json!({ "node": describe(group, false) })),
        }
    }
    let groups = json!({ "edges": others });
    Some(json!({ "xwa2_group_query_by_id": {
        "__typename": "XWA2GroupCommunity", "id": address(&above), "default_sub_group": default, "sub_groups": groups,
    } }))
}

/// How many are in each group of a community.
pub(crate) fn member_counts(world: &World, from: &DeviceAddress, variables: &Value) -> Option<Value> {
    let above = asked(world, from, &variables["input"]["group_jid"])?;
    let edges: Vec<Value> = children(world, &above)
        .map(|group| {
            let node = json!({ "id": group.jid().to_string(), "total_participants_count": group.members.len() });
            json!({ "node": node })
        })
        .collect();
    Some(json!({ "xwa2_group_query_by_id": {
        "__typename": "XWA2GroupCommunity", "id": address(&above), "sub_groups": { "edges": edges },
    } }))
}

fn asked(world: &World, from: &DeviceAddress, id: &Value) -> Option<GroupId> {
    let id = group_of(&id.as_str()?.parse::<Jid>().ok()?)?;
    community(world, from, &id).ok()?;
    Some(id)
}

fn children<'a>(world: &'a World, above: &GroupId) -> impl Iterator<Item = &'a Group> {
    children_of(world, above).into_iter().filter_map(|id| world.groups.find(&id).ok())
}

fn describe(group: &Group, general: bool) -> Value {
    json!({
        "id": group.jid().to_string(),
        "subject": { "value": group.subject.text, "creation_time": seconds(group.subject.at_ms) },
        "participants_count": group.members.len(),
        "properties": { "general_chat": general.to_string(), "hidden_group": "false" },
    })
}

fn address(id: &GroupId) -> String {
    Jid::group(&**id).to_string()
}
