//! Against a model: every message for a companion is in its queue until it is acknowledged, in the order of sending,
//! and comes again with every login, whatever is said, cut and reconnected in between.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::whatsapp::ClientPayload;

use super::hostile_tests::{OTHER, OWN, node, world};
use super::stanza::attr;
use super::{ConnectionId, DeviceAddress, World};
use crate::phone::send_text;
use crate::transport::wire::{Turn, Wire};

/// The noise key of the companion in `world`.
const NOISE_KEY: [u8; 32] = [1; 32];

/// Something that happens to the network.
#[derive(Clone, Debug)]
enum Act {
    /// The other account's phone writes.
    Write,
    /// The companion confirms one of the messages so far, or one that never was, in one way or another.
    Receipt(&'static str, usize),
    /// The companion gives one up.
    Ack(usize),
    /// The socket is cut.
    Cut,
    /// The companion logs in, and asks for what it missed.
    Return,
    /// It says something else.
    Say(Box<Node>),
}

fn act() -> impl Strategy<Value = Act> {
    let kind = prop::sample::select(vec!["", "inactive", "read", "sender", "peer_msg"]);
    prop_oneof![
        4 => Just(Act::Write),
        3 => (kind, 0_usize..12).prop_map(|(kind, which)| Act::Receipt(kind, which)),
        1 => (0_usize..12).prop_map(Act::Ack),
        2 => Just(Act::Cut),
        2 => Just(Act::Return),
        3 => node().prop_filter("it acknowledges nothing", |node| !acknowledges(node)).prop_map(|node| Act::Say(Box::new(node))),
    ]
}

/// Whether a stanza could rightly end a message's wait, or the device's place on the account.
fn acknowledges(node: &Node) -> bool {
    matches!(node.tag.as_ref(), "receipt" | "ack")
        || node.get_optional_child("remove-companion-device").is_some()
        || attr(node, "xmlns") == "md"
}

struct Run {
    world: World,
    address: DeviceAddress,
    connection: ConnectionId,
    /// Messages in the order of sending, and whether each was acknowledged.
    model: Vec<(String, bool)>,
}

impl Run {
    fn new() -> Self {
        let (world, address) = world();
        Self { world, address, connection: 1, model: Vec::new() }
    }

    fn id(&self, which: usize) -> String {
        self.model.get(which).map_or_else(|| format!("never-{which}"), |(id, _)| id.clone())
    }

    fn hear(&mut self, node: &Node) {
        self.world.receive(self.connection, node);
    }

    fn connected(&self) -> bool {
        self.world.connections.contains_key(&self.connection)
    }

    fn settle(&mut self, which: usize) {
        if let Some((_, acknowledged)) = self.model.get_mut(which) {
            *acknowledged = true;
        }
    }

    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        let other = format!("{OTHER}@s.whatsapp.net");
        match act {
            Act::Write => {
                let id = send_text(&mut self.world, &Arc::from(OTHER), &OWN.into(), "fica").unwrap();
                self.model.push((id, false));
            }
            Act::Receipt(kind, which) if self.connected() => {
                let receipt = NodeBuilder::new("receipt").attr("to", other).attr("id", self.id(*which));
                let receipt = if kind.is_empty() { receipt } else { receipt.attr("type", *kind) };
                self.hear(&receipt.build());
                self.settle(*which);
            }
            Act::Ack(which) if self.connected() => {
                let ack = NodeBuilder::new("ack").attr("class", "message").attr("to", other);
                self.hear(&ack.attr("id", self.id(*which)).build());
                self.settle(*which);
            }
            Act::Cut => crate::login::leave(&mut self.world, self.connection),
            Act::Return => self.come_back()?,
            Act::Say(node) => self.hear(node),
            Act::Receipt(..) | Act::Ack(_) => {}
        }
        self.world.run_errands();
        Ok(())
    }

    /// Logs in on a new socket; what waits must come, once and in order.
    fn come_back(&mut self) -> Result<(), TestCaseError> {
        let payload = ClientPayload { username: Some(OWN.parse().unwrap()), device: Some(1), ..Default::default() };
        let wire = Arc::new(Wire::default());
        self.connection = crate::login::arrive(&mut self.world, NOISE_KEY, &payload, None, Arc::clone(&wire)).unwrap();
        let active = NodeBuilder::new("active").build();
        let passive = NodeBuilder::new("iq").attr("to", "s.whatsapp.net").attr("xmlns", "passive").attr("type", "set");
        self.hear(&passive.attr("id", "1").children([active]).build());
        let Turn::Write(sent) = wire.turn() else { return Err(TestCaseError::fail("a login is answered")) };
        let messages = sent.iter().filter(|node| node.tag == "message").map(|node| attr(node, "id"));
        let ours: Vec<String> = messages.filter(|id| self.model.iter().any(|(known, _)| known == id)).collect();
        prop_assert_eq!(ours, self.waiting(), "a login brings what waits, once and in order");
        Ok(())
    }

    fn waiting(&self) -> Vec<String> {
        self.model.iter().filter(|(_, acknowledged)| !acknowledged).map(|(id, _)| id.clone()).collect()
    }

    /// What the queue holds of the model's messages.
    fn queued(&self) -> Vec<String> {
        let queue = &self.world.companion(&self.address).unwrap().queue;
        let messages = queue.iter().filter(|waiting| waiting.class == "message").map(|waiting| waiting.id.clone());
        messages.filter(|id| self.model.iter().any(|(known, _)| known == id)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_message_waits_in_order_until_it_is_acknowledged(acts in prop::collection::vec(act(), 1..40)) {
        let mut run = Run::new();
        for act in &acts {
            run.act(act)?;
            prop_assert_eq!(run.queued(), run.waiting(), "after {:?}", act);
        }
        run.come_back()?;
    }
}
