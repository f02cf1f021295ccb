//! Mex: WhatsApp's GraphQL over `<iq xmlns="w:mex">`, by ids of queries that the client's build knows.
//!
//! Each room answers its own queries; an unknown one gets the error that WhatsApp gives for a stale id.

mod notify;

use serde_json::{Value, json};
use wacore::iq::mex_operations::{
    fetch_all_subgroups, fetch_new_chat_message_capping_info, fetch_reachout_timelock,
    query_subgroup_participant_count, update_text_status,
};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

pub(crate) use notify::notify;

use crate::groups;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, bytes, result};
use crate::world::World;
use crate::{newsletters, profile, standing};

/// A companion asks, or changes something.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    let query = request.get_optional_child("query");
    let id = query.map(|query| attr(query, "query_id")).unwrap_or_default();
    let asked: Value = query.and_then(|query| serde_json::from_slice(&bytes(query)).ok()).unwrap_or_default();
    let body = match answer(world, from, &id, &asked["variables"]) {
        Some(data) => json!({ "data": data }),
        None => json!({
            "data": null,
            "errors": [{
                "message": format!("unknown query: document not found for doc_id {id}"),
                "extensions": { "error_code": 404, "is_summary": true, "is_retryable": false, "severity": "CRITICAL" },
            }],
        }),
    };
    result(request, [NodeBuilder::new("result").bytes(body.to_string().into_bytes()).build()])
}

fn answer(world: &mut World, from: &DeviceAddress, id: &str, variables: &Value) -> Option<Value> {
    match id {
        fetch_reachout_timelock::DOC_ID => standing::reach_out_lock(world, from),
        fetch_new_chat_message_capping_info::DOC_ID => standing::new_chat_cap(world, from),
        fetch_all_subgroups::DOC_ID => groups::subgroups(world, from, variables),
        query_subgroup_participant_count::DOC_ID => groups::member_counts(world, from, variables),
        update_text_status::DOC_ID => Some(profile::about_over_mex(world, from, variables)),
        _ => newsletters::answer(world, &from.number, id, variables),
    }
}
