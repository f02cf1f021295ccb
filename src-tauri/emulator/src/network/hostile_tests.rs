//! Whatever a client says, the network stands and forgets nothing that was not acknowledged.
#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::sync::Arc;

use proptest::prelude::*;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::stanza::attr;
use super::{Companion, Connection, DeviceAddress, Stage, World};
use crate::config::EmulatorConfig;
use crate::keys::{PublicKeys, SignedKey};
use crate::phone::send_text;
use crate::transport::wire::Wire;

pub(super) const OWN: &str = "5511900000001";
pub(super) const OTHER: &str = "5511900000002";

/// A network with two accounts, the first with a companion that is connected and listens.
pub(crate) fn world() -> (World, DeviceAddress) {
    let mut world = World::new(&EmulatorConfig::default());
    let own = world.open_account("Dono".into(), OWN).unwrap();
    world.open_account("Outra".into(), OTHER).unwrap();
    let address = DeviceAddress::new(&own, 1);
    let bundle = crate::keys::take_bundle(&mut world, &DeviceAddress::phone(&own)).unwrap();
    let signed = SignedKey { id: bundle.signed.id, key: bundle.signed.key, signature: bundle.signed.signature };
    let companion = Companion {
        key_index: 1,
        noise_key: [1; 32],
        keys: PublicKeys {
            registration: 1,
            identity: bundle.identity,
            signed,
            one_time: crate::keys::OneTimeKeys::default(),
        },
        identity: Vec::new(),
        confirmed: true,
        platform: "Teste".into(),
        linked_at_ms: 0,
        last_seen_ms: None,
        connection: Some(1),
        awake: true,
        introduced: true,
        history: crate::history::Syncing::default(),
        queue: VecDeque::new(),
        upkeep: crate::devices::Upkeep::default(),
    };
    world.account_mut(OWN).unwrap().companions.insert(1, Box::new(companion));
    let plan = crate::groups::Plan { subject: "Grupo".into(), members: vec![Arc::from(OTHER)], ..Default::default() };
    let drawn = crate::groups::create(&mut world, &own, plan).unwrap();
    let mut group = world.groups.find(&drawn).unwrap().clone();
    world.groups.remove(&drawn);
    group.id = "120363000000000001".into();
    world.groups.insert(group);
    let drawn = crate::newsletters::create(&mut world, &own, "Canal".into(), String::new()).unwrap();
    let mut newsletter = world.newsletters.find(&drawn).unwrap().clone();
    newsletter.id = "120363100000000001".into();
    world.newsletters.insert(newsletter);
    world.connections.insert(1, Connection { wire: Arc::new(Wire::default()), stage: Stage::Device(address.clone()) });
    (world, address)
}

fn word() -> impl Strategy<Value = String> + Clone {
    let known = prop::sample::select(vec![
        "s.whatsapp.net",
        "5511900000001@s.whatsapp.net",
        "5511900000002@s.whatsapp.net",
        "5511900000002:1@s.whatsapp.net",
        "120363000000000001@g.us",
        "g.us",
        "status@broadcast",
        "120363100000000001@newsletter",
        "newsletter",
        "w:g2",
        "skmsg",
        "get",
        "set",
        "result",
        "text",
        "retry",
        "server-error",
        "hist_sync",
        "read",
        "played",
        "played-self",
        "inactive",
        "peer",
        "message",
        "receipt",
        "composing",
        "available",
        "subscribe",
        "encrypt",
        "usync",
        "w:sync:app:state",
        "md",
        "w:m",
        "w:profile:picture",
        "image",
        "passive",
        "privacy",
        "critical_block",
        "w:mex",
        "urn:xmpp:whatsapp:dirty",
        "trusted_contact",
        "23983697327930364",
        "24503548349331633",
        "7",
        "-1",
        "99999999999999999999",
        "",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[a-z0-9@:.]{0,12}"]
}

/// Names that the network knows what to do with.
const TAGS: &[&str] = &[
    "iq",
    "message",
    "receipt",
    "ack",
    "presence",
    "chatstate",
    "ib",
    "notification",
    "enc",
    "participants",
    "to",
    "list",
    "item",
    "key",
    "user",
    "usync",
    "query",
    "devices",
    "contact",
    "sync",
    "collection",
    "patch",
    "skey",
    "id",
    "value",
    "active",
    "retry",
    "keys",
    "identity",
    "digest",
    "count",
    "composing",
    "offline_batch",
    "unified_session",
    "clean",
    "call",
    "offer",
    "accept",
    "reject",
    "terminate",
    "preaccept",
    "transport",
    "destination",
    "video",
    "tokens",
    "token",
    "tctoken",
    "cstoken",
    "ref",
    "passkey_prologue",
    "prologue_payload",
    "companion_nonce",
    "encrypted_pairing_request",
    "link_code_companion_reg",
    "pair-device-sign",
    "create",
    "group",
    "subject",
    "description",
    "add",
    "remove",
    "participant",
    "invite",
    "leave",
    "ephemeral",
    "membership_requests_action",
    "plaintext",
    "reaction",
    "messages",
    "live_updates",
    "approve",
    "media_conn",
    "encrypt",
    "enc_p",
    "enc_iv",
    "rmr",
    "picture",
];

pub(super) fn node() -> impl Strategy<Value = Node> {
    let tag = prop::sample::select(TAGS);
    let key = prop::sample::select(vec![
        "to",
        "from",
        "id",
        "type",
        "xmlns",
        "jid",
        "class",
        "category",
        "name",
        "version",
        "stage",
        "participant",
        "recipient",
        "target",
        "edit",
        "call-id",
        "call-creator",
        "reason",
        "query_id",
        "count",
        "timestamp",
    ]);
    let attrs = prop::collection::vec((key, word()), 0..6);
    let leaf = (tag.clone(), attrs.clone(), prop::collection::vec(any::<u8>(), 0..80))
        .prop_map(|(tag, attrs, bytes)| NodeBuilder::new(tag).attrs(attrs).bytes(bytes).build());
    leaf.prop_recursive(3, 24, 4, move |inner| {
        (tag.clone(), attrs.clone(), prop::collection::vec(inner, 0..4))
            .prop_map(|(tag, attrs, nodes)| NodeBuilder::new(tag).attrs(attrs).children(nodes).build())
    })
}

/// Whether the stanza may rightly take a message off the queue, or the device off the account.
fn acknowledges(node: &Node) -> bool {
    matches!(node.tag.as_ref(), "receipt" | "ack")
        || node.get_optional_child("remove-companion-device").is_some()
        || attr(node, "xmlns") == "md"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_sequence_of_stanzas_panics_or_loses_a_message(nodes in prop::collection::vec(node(), 1..20)) {
        let (mut world, address) = world();
        let id = send_text(&mut world, &Arc::from(OTHER), &OWN.into(), "fica").unwrap();
        let mut acknowledged = false;
        for node in &nodes {
            acknowledged |= acknowledges(node);
            world.receive(1, node);
            world.run_errands();
            if !acknowledged {
                let queue = &world.companion(&address).unwrap().queue;
                prop_assert!(queue.iter().any(|waiting| waiting.id == id), "unacknowledged and gone");
            }
        }
    }
}
