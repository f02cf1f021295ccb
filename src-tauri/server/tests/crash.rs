//! `kill -9` at ten moments while messages flow both ways.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]
#![expect(clippy::disallowed_methods, reason = "the test waits for its tasks itself")]

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use portaria_emulator::{Emulator, EmulatorConfig, NewPhone, Phone};
use program::{PATIENCE, Program, Tenant};

const TENANTS_NUMBER: &str = "5511900000001"; // invented
const CONTACTS_NUMBER: &str = "5511900000002"; // invented
const KILLS: u32 = 10;

/// How the two writers and the killer know of each other.
#[derive(Default)]
struct Flow {
    /// How many texts the program took responsibility for.
    accepted: AtomicU32,
    over: AtomicBool,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_loses_nothing_doubles_nothing_and_asks_for_no_qr() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let shop =
        network.create_phone(NewPhone { name: "Padaria Sol".into(), number: TENANTS_NUMBER.into() }).await.unwrap();
    let contact = network.create_phone(NewPhone { name: "Ana".into(), number: CONTACTS_NUMBER.into() }).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;

    let flow = Arc::new(Flow::default());
    let incoming = tokio::spawn(write_to_shop(contact.clone(), Arc::clone(&flow)));
    let outgoing = tokio::spawn(write_from_shop(tenant.clone(), Arc::clone(&flow)));
    for kill in 0..KILLS {
        // Different moments: from the first message after a start to well into the flow.
        let moment = flow.accepted.load(Ordering::Relaxed) + 1 + 3 * kill;
        tenant
            .until("messages to flow", async || (flow.accepted.load(Ordering::Relaxed) >= moment).then_some(()))
            .await;
        program.kill_and_restart();
    }
    flow.over.store(true, Ordering::Relaxed);
    let (written, accepted) = (incoming.await.unwrap(), outgoing.await.unwrap());
    assert!(written.len() > 20 && accepted.len() > 20, "messages flowed: {} in, {} out", written.len(), accepted.len());

    tenant.until_connected().await;
    assert_eq!(shop.linked_devices().len(), 1, "no second link was made");
    tenant
        .until("every message to be in the panel", async || {
            let there: BTreeSet<String> = tenant.all_texts().await.into_iter().collect();
            written.iter().chain(accepted.values()).all(|text| there.contains(text)).then_some(())
        })
        .await;
    let mut seen = BTreeMap::<String, u32>::new();
    for text in tenant.all_texts().await {
        *seen.entry(text).or_default() += 1;
    }
    let doubled: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
    assert!(doubled.is_empty(), "shown more than once: {doubled:?}");

    for text in accepted.values() {
        contact.wait_for_text(TENANTS_NUMBER, text, PATIENCE).await.unwrap();
    }
    let arrived = contact.messages_with(TENANTS_NUMBER);
    for (id, text) in &accepted {
        let copies = arrived.iter().filter(|message| !message.from_me && &message.text == text).count();
        assert_eq!(copies, 1, "{text} ({id}) was accepted once and arrived {copies} times");
    }
    network.stop().await;
}

/// The contact writes without pause; every text that the network took is given back.
async fn write_to_shop(contact: Phone, flow: Arc<Flow>) -> Vec<String> {
    let mut written = Vec::new();
    let mut pause = tokio::time::interval(Duration::from_millis(15));
    while !flow.over.load(Ordering::Relaxed) {
        pause.tick().await;
        let text = format!("pedido {}", written.len());
        contact.send_text(TENANTS_NUMBER, &text).await.unwrap();
        written.push(text);
    }
    written
}

/// The integrator sends without pause and repeats what was not accepted; every accepted text by its id.
async fn write_from_shop(tenant: Tenant, flow: Arc<Flow>) -> BTreeMap<String, String> {
    let mut accepted = BTreeMap::new();
    let mut pause = tokio::time::interval(Duration::from_millis(15));
    let mut number = 0_u32;
    while !flow.over.load(Ordering::Relaxed) {
        pause.tick().await;
        let text = format!("resposta {number}");
        if let Some(id) = tenant.send(CONTACTS_NUMBER, &text, &format!("key-{number}")).await {
            accepted.insert(id, text);
            number += 1;
            flow.accepted.store(number, Ordering::Relaxed);
        }
    }
    accepted
}
