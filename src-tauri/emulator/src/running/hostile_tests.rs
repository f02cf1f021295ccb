//! Whatever clients say, the network stands and forgets nothing that was not acknowledged.
#![allow(clippy::unwrap_used)]

mod stanzas;
mod vocabulary;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use proptest::prelude::*;
use wacore_binary::Node;

use crate::config::EmulatorConfig;
use crate::keys::{PublicKeys, SignedKey};
use crate::network::stanza::{attr, children};
use crate::network::{Candidate, Companion, Connection, ConnectionId, DeviceAddress, Number, Stage};
use crate::phone::send_text;
use crate::transport::wire::Wire;
use crate::world::World;
pub(super) use stanzas::{bind, stanza};

pub(super) const OWN: &str = "5511900000001";
pub(super) const OTHER: &str = "5511900000002";

/// A network with two accounts, the first with a companion that is connected and listens.
pub(crate) fn world() -> (World, DeviceAddress) {
    let mut world = World::new(&EmulatorConfig::default(), crate::phone::HANDLERS);
    let own = world.open_account("Dono".into(), OWN).unwrap();
    world.open_account("Outra".into(), OTHER).unwrap();
    let address = DeviceAddress::new(&own, 1);
    link(&mut world, &address, 1);
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
    (world, address)
}

/// Links a companion to a phone, which it shares its keys with: good enough for whoever never looks at them.
pub(super) fn link(world: &mut World, address: &DeviceAddress, connection: ConnectionId) {
    let keys = keys_of(world, &address.number);
    let companion = Companion {
        key_index: 1,
        noise_key: [1; 32],
        keys,
        identity: Vec::new(),
        confirmed: true,
        platform: "Teste".into(),
        linked_at_ms: world.now_ms(),
        last_seen_ms: None,
        connection: Some(connection),
        awake: true,
        introduced: true,
        history: crate::history::Syncing::default(),
        queue: VecDeque::new(),
        upkeep: crate::devices::Upkeep::default(),
    };
    world.account_mut(&address.number).unwrap().companions.insert(address.device, Box::new(companion));
    open(world, connection, Stage::Device(address.clone()));
}

fn keys_of(world: &mut World, number: &Number) -> PublicKeys {
    let bundle = crate::keys::take_bundle(world, &DeviceAddress::phone(number)).unwrap();
    let signed = SignedKey { id: bundle.signed.id, key: bundle.signed.key, signature: bundle.signed.signature };
    PublicKeys { registration: 1, identity: bundle.identity, signed, one_time: crate::keys::OneTimeKeys::default() }
}

fn open(world: &mut World, connection: ConnectionId, stage: Stage) {
    world.connections.insert(connection, Connection { wire: Arc::new(Wire::default()), stage });
}

/// Everybody who can speak to the network: two companions, one that is being linked, and a stranger who shows codes.
fn crowd() -> (World, DeviceAddress) {
    let (mut world, address) = world();
    let other = Arc::from(OTHER);
    link(&mut world, &DeviceAddress::new(&other, 1), 2);
    let halfway = DeviceAddress::new(&other, 2);
    link(&mut world, &halfway, 3);
    world.companion_mut(&halfway).unwrap().confirmed = false;
    open(&mut world, 3, Stage::Confirming(halfway));
    let stranger = Candidate {
        noise_key: [4; 32],
        keys: keys_of(&mut world, &other),
        platform: "Teste".into(),
        full_history: false,
        recent_days: None,
        about: crate::devices::About::default(),
        refs: Vec::new(),
    };
    open(&mut world, 4, Stage::Candidate(Box::new(stranger)));
    crate::pairing::show(&mut world, 4);
    (world, address)
}

/// Ids of the messages that wait for a device, in their order; `None` when it is no longer linked.
pub(super) fn waiting(world: &World, address: &DeviceAddress) -> Option<Vec<String>> {
    let queue = &world.companion(address)?.queue;
    Some(queue.iter().filter(|waiting| waiting.class == "message").map(|waiting| waiting.id.clone()).collect())
}

/// The messages that a stanza may rightly take off the queue of the device that says it.
fn acknowledged(node: &Node) -> BTreeSet<String> {
    if !matches!(node.tag.as_ref(), "receipt" | "ack") {
        return BTreeSet::new();
    }
    let listed = node.get_optional_child("list").map(children).unwrap_or_default();
    listed.iter().chain([node]).map(|item| attr(item, "id")).collect()
}

/// Whether `after` is `before` without some of the acknowledged, and with more behind it.
fn nothing_is_forgotten(before: &[String], after: &[String], acknowledged: &BTreeSet<String>) -> bool {
    let mut left = after.iter().peekable();
    before.iter().all(|id| left.next_if_eq(&id).is_some() || acknowledged.contains(id))
}

/// Whether the device logs itself out.
pub(super) fn logs_out(node: &Node) -> bool {
    attr(node, "xmlns") == "md" && node.get_optional_child("remove-companion-device").is_some()
}

/// Whose connection speaks: mostly that of the device whose queue is watched.
fn speaker() -> impl Strategy<Value = ConnectionId> {
    prop_oneof![8 => Just(1), 4 => Just(2), 1 => Just(3), 1 => Just(4)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_sequence_of_stanzas_panics_or_loses_a_message(said in prop::collection::vec((speaker(), stanza()), 1..128)) {
        let (mut world, address) = crowd();
        for chat in [OWN, "120363000000000001@g.us", OWN] {
            send_text(&mut world, &Arc::from(OTHER), &chat.into(), "fica").unwrap();
        }
        for (connection, mut node) in said {
            let before = waiting(&world, &address);
            bind(&mut node, before.as_deref().unwrap_or_default());
            world.receive(connection, &node);
            world.run_errands();
            let Some(before) = before else { continue };
            let Some(after) = waiting(&world, &address) else {
                prop_assert!(connection == 1 && logs_out(&node), "unlinked by {node:?}");
                continue;
            };
            let allowed = if connection == 1 { acknowledged(&node) } else { BTreeSet::new() };
            prop_assert!(
                nothing_is_forgotten(&before, &after, &allowed),
                "unacknowledged and gone, or out of order: {before:?} became {after:?} by {node:?}"
            );
        }
    }
}
