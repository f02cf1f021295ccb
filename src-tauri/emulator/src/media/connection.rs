//! `w:m`: where media are, and the token to upload them with.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::token;
use crate::network::DeviceAddress;
use crate::network::stanza::{refusal, result};
use crate::world::World;

/// How long a client may keep the hosts, in seconds.
const ROUTES_TTL_S: u64 = 300;
/// What a client that WhatsApp trusts may buffer of uploads.
const MOST_BUCKETS: u64 = 12;

/// Answers `<media_conn/>`: this port under two names, so that a client which fails at the first can try the next.
pub(crate) fn answer(world: &World, from: &DeviceAddress, request: &Node) -> Node {
    if request.get_optional_child("media_conn").is_none() {
        return refusal(request, 400, "bad-request");
    }
    let [primary, fallback] = world.media.hosts();
    let host = |name: &str, kind: &'static str| {
        NodeBuilder::new("host")
            .attr("hostname", name)
            .attr("type", kind)
            .children([NodeBuilder::new("upload").build(), NodeBuilder::new("download").build()])
    };
    let hosts = [
        host(&primary, "primary").attr("class", "mms").attr("fallback_hostname", fallback.as_str()).build(),
        host(&fallback, "fallback").attr("class", "mms").build(),
    ];
    let answer = NodeBuilder::new("media_conn")
        .attr("auth", token::issue(world, from))
        .attr("ttl", ROUTES_TTL_S)
        .attr("auth_ttl", world.media.limits.token_ttl_s)
        .attr("max_buckets", MOST_BUCKETS)
        .attr("id", world.now_ms());
    result(request, [answer.children(hosts).build()])
}
