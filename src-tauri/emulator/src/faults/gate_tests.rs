//! A gate does the same again for the same seed and script, however connections interleave.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::decision::Client;
use super::{Fault, FaultKind, Faults, Flow, Gate, Parcel, ScriptedFault, Strike, fault_script};
use crate::clock::{DrivenClock, NetClock};

const SCRIPT: &str = r#"[
    {"fault": "drop", "stanza": "message", "probability": 0.3},
    {"fault": "duplicate", "stanza": "receipt", "probability": 0.5},
    {"fault": "delay", "ms": 10, "upToMs": 90, "probability": 0.4, "flow": "in"},
    {"fault": "reorder", "stanza": "notification", "probability": 0.2}
]"#;

struct Run {
    seed: u64,
    faults: Arc<Faults>,
    clock: DrivenClock,
}

impl Run {
    fn new(seed: u64, script: &[ScriptedFault]) -> Self {
        let clock = DrivenClock::at(1_000_000);
        Self { seed, faults: Arc::new(Faults::new(seed, script, 1_000_000)), clock }
    }

    fn gate(&self, device: u16) -> Gate {
        let client = Client { number: "5511900000001".into(), device };
        Gate::new(Arc::clone(&self.faults), NetClock::Driven(self.clock.clone()), client)
    }
}

fn stanza(index: usize) -> Node {
    let tag = ["message", "receipt", "notification"][index % 3];
    NodeBuilder::new(tag).attr("id", index.to_string()).build()
}

/// Sends a hundred stanzas to each of two devices, in turns of `turn`, and tells what came out and what struck.
fn run(seed: u64, turn: usize) -> (Vec<Vec<String>>, Vec<Strike>) {
    let run = Run::new(seed, &fault_script(SCRIPT).unwrap());
    let mut gates = [run.gate(1), run.gate(2)];
    for start in (0..100).step_by(turn) {
        for gate in &mut gates {
            (start..(start + turn).min(100)).for_each(|index| gate.put(Flow::In, stanza(index)));
        }
    }
    run.clock.advance(5_000);
    let out = gates.iter_mut().map(|gate| gate.take(Flow::In).iter().map(|parcel| format!("{parcel:?}")).collect());
    let out = out.collect();
    let mut log = run.faults.log();
    assert!(log.iter().all(|strike| strike.seed == run.seed), "each strike names the seed");
    log.sort_by_key(|strike| (strike.device.clone(), strike.fault, strike.index));
    (out, log)
}

#[test]
fn the_same_seed_and_script_make_the_same_decisions() {
    let (out, log) = run(7, 1);
    assert!(log.len() > 40, "the faults do strike: {}", log.len());
    assert_eq!(run(7, 1), (out.clone(), log.clone()), "again");
    assert_eq!(run(7, 25), (out, log.clone()), "however the connections take turns");
    assert_ne!(run(8, 1).1, log, "another seed, another run");
}

#[test]
fn skip_count_and_duration_bound_a_fault() {
    let dropped = |fault: Fault, lasting_ms: u64| -> Vec<String> {
        let run = Run::new(1, &[fault.into()]);
        let mut gate = run.gate(1);
        (0..10).for_each(|index| {
            gate.put(Flow::In, stanza(index));
            run.clock.advance(lasting_ms / 10);
        });
        let passed: Vec<String> = gate.take(Flow::In).iter().map(|parcel| format!("{parcel:?}")).collect();
        assert_eq!(passed.len() + run.faults.log().len(), 10, "each stanza passes or is in the log");
        run.faults.log().into_iter().map(|strike| strike.id).collect()
    };
    assert_eq!(dropped(Fault::new(FaultKind::Drop).after(7), 0), ["7", "8", "9"]);
    assert_eq!(dropped(Fault::new(FaultKind::Drop).times(2), 0), ["0", "1"]);
    assert_eq!(dropped(Fault::new(FaultKind::Drop).lasting(300), 1_000), ["0", "1", "2"]);
    assert_eq!(dropped(Fault::new(FaultKind::Drop).stanza("receipt"), 0), ["1", "4", "7"]);
    assert!(dropped(Fault::new(FaultKind::Drop).device(2), 0).is_empty(), "another device");
    assert!(dropped(Fault::new(FaultKind::Drop).flow(Flow::Out), 0).is_empty(), "the other direction");
    assert!(dropped(Fault::new(FaultKind::Drop).of("5511900000099"), 0).is_empty(), "another account");
    assert!(dropped(Fault::new(FaultKind::Drop).probability(0.0), 0).is_empty(), "never");
}

#[test]
fn each_kind_does_what_its_name_says() {
    let followed_by = |kind: FaultKind, tag: &'static str| -> Vec<Parcel> {
        let run = Run::new(1, &[Fault::new(kind).times(1).into()]);
        let mut gate = run.gate(1);
        gate.put(Flow::In, NodeBuilder::new("message").attr("t", 100).attr("id", "a").build());
        gate.put(Flow::In, NodeBuilder::new(tag).attr("id", "b").build());
        gate.take(Flow::In)
    };
    let outcome = |kind: FaultKind| followed_by(kind, "ack");
    let ids = |parcels: &[Parcel]| -> String {
        let id = |parcel: &Parcel| {
            let (Parcel::Whole(node) | Parcel::Corrupted(node) | Parcel::Torn(node)) = parcel;
            node.attrs.get("id").unwrap().as_str().into_owned()
        };
        parcels.iter().map(id).collect()
    };
    assert_eq!(ids(&outcome(FaultKind::Drop)), "b");
    assert_eq!(ids(&outcome(FaultKind::Duplicate { copies: 2 })), "aaab");
    assert_eq!(ids(&followed_by(FaultKind::Reorder { hold_ms: 1_000 }, "message")), "ba");
    assert_eq!(ids(&outcome(FaultKind::Reorder { hold_ms: 1_000 })), "b", "it waits for another message");
    assert_eq!(ids(&outcome(FaultKind::LoseAcks)), "a");
    assert_eq!(ids(&outcome(FaultKind::Delay { ms: 10, up_to_ms: None })), "", "and what follows waits behind it");
    assert_eq!(ids(&outcome(FaultKind::HalfOpen)), "", "nothing passes any more");
    assert!(matches!(outcome(FaultKind::Corrupt)[..], [Parcel::Corrupted(_), Parcel::Whole(_)]));
    assert!(matches!(outcome(FaultKind::Cut)[..], [Parcel::Torn(_), Parcel::Whole(_)]));
    let Parcel::Whole(skewed) = &outcome(FaultKind::ClockSkew { ms: -40_000 })[0] else { panic!("it is whole") };
    assert_eq!(skewed.attrs.get("t").unwrap().as_str(), "60");
}
