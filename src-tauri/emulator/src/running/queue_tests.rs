//! Against a model: every message for a companion is in its queue until it is acknowledged, in the order of sending,
//! and comes again with every login, whatever is said, cut and reconnected in between.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::whatsapp::ClientPayload;

use super::hostile_tests::{OTHER, OWN, link, logs_out, stanza, waiting, world};
use crate::keeping;
use crate::network::stanza::attr;
use crate::network::{ConnectionId, DeviceAddress};
use crate::phone::send_text;
use crate::transport::wire::{Turn, Wire};
use crate::world::World;

/// The noise key of the companion in `world`.
const NOISE_KEY: [u8; 32] = [1; 32];

const GROUP: &str = "120363000000000001@g.us";

/// Something that happens to the network.
#[derive(Clone, Debug)]
enum Act {
    /// The other account's phone writes, to the companion's account or to the group of both.
    Write(&'static str),
    /// The companion confirms one of the messages so far, or one that never was, in one way or another.
    Receipt(&'static str, usize),
    /// The companion gives one up.
    Ack(usize),
    /// The socket is cut.
    Cut,
    /// The companion logs in, and asks for what it missed.
    Return,
    /// The network ends, and goes on from its file.
    Restart,
    /// It says something else.
    Say(Box<Node>),
}

fn act() -> impl Strategy<Value = Act> {
    let kind = prop::sample::select(vec!["", "inactive", "read", "sender", "peer_msg"]);
    prop_oneof![
        4 => prop::sample::select(vec![OWN, GROUP]).prop_map(Act::Write),
        3 => (kind, 0_usize..12).prop_map(|(kind, which)| Act::Receipt(kind, which)),
        1 => (0_usize..12).prop_map(Act::Ack),
        2 => Just(Act::Cut),
        2 => Just(Act::Return),
        1 => Just(Act::Restart),
        3 => stanza().prop_filter("it acknowledges nothing", |node| !acknowledges(node)).prop_map(|node| Act::Say(Box::new(node))),
    ]
}

/// Whether a stanza could rightly end a message's wait, or the device's place on the account.
fn acknowledges(node: &Node) -> bool {
    matches!(node.tag.as_ref(), "receipt" | "ack") || logs_out(node)
}

/// A message that was sent.
struct Sent {
    id: String,
    chat: &'static str,
    acknowledged: bool,
}

struct Run {
    world: World,
    address: DeviceAddress,
    connection: ConnectionId,
    model: Vec<Sent>,
    file: Vec<Vec<u8>>,
}

impl Run {
    fn new() -> Self {
        let (mut world, address) = world();
        let file = vec![keeping::line(&mut world, true)];
        Self { world, address, connection: 1, model: Vec::new(), file }
    }

    fn id(&self, which: usize) -> String {
        self.model.get(which).map_or_else(|| format!("never-{which}"), |sent| sent.id.clone())
    }

    fn hear(&mut self, node: &Node) {
        self.world.receive(self.connection, node);
    }

    fn connected(&self) -> bool {
        self.world.connections.contains_key(&self.connection)
    }

    fn settle(&mut self, which: usize) {
        if let Some(sent) = self.model.get_mut(which) {
            sent.acknowledged = true;
        }
    }

    /// Goes on from the file, which gets only what changed after each act.
    fn restart(&mut self) {
        self.world = keeping::reread(&self.file);
        self.file = vec![keeping::line(&mut self.world, true)];
    }

    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        let other = format!("{OTHER}@s.whatsapp.net");
        match act {
            Act::Write(chat) => {
                let id = send_text(&mut self.world, &Arc::from(OTHER), &(*chat).into(), "fica").unwrap();
                self.model.push(Sent { id, chat, acknowledged: false });
            }
            Act::Receipt(kind, which) if self.connected() => {
                let in_group = self.model.get(*which).is_some_and(|sent| sent.chat == GROUP);
                let receipt = if in_group {
                    NodeBuilder::new("receipt").attr("to", GROUP).attr("participant", other)
                } else {
                    NodeBuilder::new("receipt").attr("to", other)
                };
                let receipt = receipt.attr("id", self.id(*which));
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
            Act::Restart => self.restart(),
            Act::Say(node) => self.hear(node),
            Act::Receipt(..) | Act::Ack(_) => {}
        }
        self.world.run_errands();
        self.file.push(keeping::line(&mut self.world, false));
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
        let ours: Vec<String> = messages.filter(|id| self.model.iter().any(|known| known.id == *id)).collect();
        prop_assert_eq!(ours, self.waiting(), "a login brings what waits, once and in order");
        Ok(())
    }

    fn waiting(&self) -> Vec<String> {
        self.model.iter().filter(|sent| !sent.acknowledged).map(|sent| sent.id.clone()).collect()
    }

    /// What the queue holds of the model's messages.
    fn queued(&self) -> Vec<String> {
        let queued = waiting(&self.world, &self.address).unwrap();
        queued.into_iter().filter(|id| self.model.iter().any(|known| known.id == *id)).collect()
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

/// Ids are chosen by clients, so that one could choose somebody else's.
#[test]
fn who_takes_an_id_that_is_taken_makes_nobody_forget_the_first() {
    let (mut world, address) = world();
    let id = send_text(&mut world, &Arc::from(OTHER), &OWN.into(), "fica").unwrap();
    let third = world.open_account("Terceira".into(), "5511900000003").unwrap();
    link(&mut world, &DeviceAddress::new(&third, 1), 5);
    let enc = NodeBuilder::new("enc").attr("type", "msg").bytes([1; 40]).build();
    let to = NodeBuilder::new("to").attr("jid", format!("{OWN}:1@s.whatsapp.net")).children([enc]).build();
    let message = NodeBuilder::new("message").attr("to", format!("{OWN}@s.whatsapp.net")).attr("id", id.as_str());
    let participants = NodeBuilder::new("participants").children([to]).build();
    world.receive(5, &message.attr("type", "text").children([participants]).build());
    assert_eq!(waiting(&world, &address).unwrap(), [id.clone(), id.clone()], "both wait");
    let receipt = NodeBuilder::new("receipt").attr("to", "5511900000003:1@s.whatsapp.net").attr("id", id.as_str());
    world.receive(1, &receipt.build());
    let left = &world.companion(&address).unwrap().queue;
    let writers: Vec<_> =
        left.iter().filter(|waiting| waiting.class == "message").map(|one| attr(&one.node, "from")).collect();
    assert_eq!(writers, [format!("{OTHER}@s.whatsapp.net")], "what was not acknowledged stays");
}
