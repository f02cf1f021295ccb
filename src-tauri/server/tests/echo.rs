//! `kill -9` while texts flow both ways: what was on its way may be asked for again, and nothing else.
//!
//! Who is killed between using a key and writing it down cannot open what is sealed for that key afterwards; each such
//! message shows as "waiting for this message" until it was sent again. `ECHO_KILLS=25` looks longer.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]
#![expect(clippy::disallowed_methods, reason = "the test waits for its tasks itself")]

mod program;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use portaria_emulator::{Emulator, EmulatorConfig, NewPhone, Phone};
use program::{Program, Tenant};
use serde_json::json;

const SHOP: &str = "5511900000001"; // invented
const ANA: &str = "5511900000002"; // invented
/// How many kills the gate has time for.
const KILLS: u32 = 5;
/// 25 texts a second, each way.
const PACE: Duration = Duration::from_millis(40);
/// How many texts flow between two kills.
const BETWEEN: u32 = 40;
/// How many texts may be on their way at one moment: one each way under its key, and one whose acknowledgement is not
/// there yet, each with the copy for the account's own phone.
const IN_FLIGHT: u32 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_at_most_what_was_on_its_way_is_asked_for_again() {
    let kills = std::env::var("ECHO_KILLS").map_or(KILLS, |kills| kills.parse().expect("ECHO_KILLS is a number"));
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let phone = async |name: &str, number: &str| {
        network.create_phone(NewPhone { name: name.into(), number: number.into() }).await.unwrap()
    };
    let (shop, ana) = (phone("Padaria Sol", SHOP).await, phone("Ana", ANA).await);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;

    let (over, flowed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let incoming = tokio::spawn(write_to_shop(ana.clone(), Arc::clone(&over)));
    let outgoing = tokio::spawn(write_from_shop(tenant.clone(), Arc::clone(&over), Arc::clone(&flowed)));
    for _ in 0..kills {
        let moment = flowed.load(Ordering::Relaxed) + BETWEEN;
        tenant.until("texts to flow", async || (flowed.load(Ordering::Relaxed) >= moment).then_some(())).await;
        tenant.until_connected().await;
        let moment = flowed.load(Ordering::Relaxed) + BETWEEN / 2;
        tenant.until("texts to flow", async || (flowed.load(Ordering::Relaxed) >= moment).then_some(())).await;
        program.kill_and_restart();
    }
    over.store(true, Ordering::Relaxed);
    let (written, accepted) = (incoming.await.unwrap(), outgoing.await.unwrap());
    tenant
        .until("everything to arrive", async || {
            let here = tenant.all_messages().await;
            let there = ana.messages_with(SHOP);
            let all_here = written
                .iter()
                .all(|id| here.iter().any(|message| message["id"] == **id && message["content"]["kind"] == "text"));
            (all_here && accepted.iter().all(|id| there.iter().any(|line| line.id == *id))).then_some(())
        })
        .await;
    let mut asked: BTreeMap<String, u32> = BTreeMap::new();
    for (device, copy) in network.ledger().messages.iter().flat_map(|entry| &entry.copies) {
        *asked.entry(device.clone()).or_default() += copy.undecryptable;
    }
    println!("{kills} kills; {} texts in, {} out; asked again by device: {asked:?}", written.len(), accepted.len());
    let asked: u32 = asked.values().sum();
    assert!(asked <= kills * IN_FLIGHT, "{asked} messages were asked for again after {kills} kills");
}

async fn write_to_shop(ana: Phone, over: Arc<AtomicBool>) -> Vec<String> {
    let mut written = Vec::new();
    let mut pace = tokio::time::interval(PACE);
    while !over.load(Ordering::Relaxed) {
        pace.tick().await;
        written.push(ana.send_text(SHOP, &format!("pedido {}", written.len())).await.unwrap());
    }
    written
}

/// Counts in `flowed` what the program took.
async fn write_from_shop(tenant: Tenant, over: Arc<AtomicBool>, flowed: Arc<AtomicU32>) -> Vec<String> {
    let mut accepted = Vec::new();
    let mut pace = tokio::time::interval(PACE);
    while !over.load(Ordering::Relaxed) {
        pace.tick().await;
        let number = accepted.len();
        let body = json!({ "to": ANA, "text": format!("resposta {number}") });
        if let Some(answer) = tenant.send(&body, &format!("key-{number}")).await {
            accepted.push(answer["id"].as_str().unwrap().to_owned());
            flowed.fetch_add(1, Ordering::Relaxed);
        }
    }
    accepted
}
