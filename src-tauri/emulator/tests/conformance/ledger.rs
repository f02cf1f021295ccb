//! What the ledger finds, and that healthy traffic gives it nothing to find.

use portaria_emulator::{Emulator, EmulatorConfig, Fault, FaultKind, Flow, LedgerSnapshot};
use serde_json::Value;
use whatsapp_rust::wacore::store::traits::SignalStore as _;
use whatsapp_rust::wacore::types::events::Event;

use crate::client::{ANA, Client, PATIENCE, SHOP, World, signal_addresses};

/// Linked and logged in anew, and how many double connections the ledger found until then: while it links, the library
/// may begin a login before it has left the one before.
async fn settled(world: &World) -> (Client, usize) {
    let backend = world.linked().await.leave(&world.shop).await;
    let linking = world.net.ledger().double_connections().len();
    let client = Client::start(&world.net, backend).await;
    client.connected().await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    (client, linking)
}

fn healthy(ledger: &LedgerSnapshot, linking: usize) {
    assert!(ledger.lost().is_empty(), "lost: {:#?}", ledger.lost());
    assert!(ledger.doubled().is_empty(), "doubled: {:#?}", ledger.doubled());
    assert!(ledger.reordered().is_empty(), "reordered: {:#?}", ledger.reordered());
    assert!(ledger.counters_used_twice().is_empty(), "twice: {:#?}", ledger.counters_used_twice());
    let double = &ledger.double_connections()[linking..];
    assert!(double.is_empty(), "double: {double:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn healthy_traffic_leaves_nothing_to_find() {
    let world = World::new().await;
    let (mut client, linking) = settled(&world).await;
    let mut last = String::new();
    for round in 0..3 {
        for text in ["um", "dois"] {
            last = client.send(ANA, &format!("{text} {round}")).await;
            let answer = format!("resposta {text} {round}");
            world.ana.send_text(SHOP, &answer).await.unwrap();
            client.text(&answer).await;
        }
        let gaps = world.net.ledger().gaps().len();
        assert!(round > 0 || gaps == 0, "only a client that starts anew skips counters, which it had reserved");
        world.ana.wait_for_text(SHOP, &format!("dois {round}"), PATIENCE).await.unwrap();
        world.ana.read_chat(SHOP).await.unwrap();
        world.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
        let backend = client.leave(&world.shop).await;
        world.ana.send_text(SHOP, &format!("na fila {round}")).await.unwrap();
        client = Client::start(&world.net, backend).await;
        client.text(&format!("na fila {round}")).await;
    }
    world.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
    let ledger = world.net.ledger();
    healthy(&ledger, linking);
    assert_eq!(ledger.messages.len(), 15);
    let entry = ledger.message(&last).unwrap();
    let at_ana = &entry.copies[&format!("{ANA}:0")];
    assert_eq!((entry.times_sent, at_ana.deliveries), (1, 1));
    assert!(at_ana.read_at_ms.is_some(), "Ana read it");
    let queued = ledger.messages.iter().find(|entry| entry.to == SHOP).unwrap();
    let copy = &queued.copies[&format!("{SHOP}:1")];
    assert_eq!((copy.deliveries, copy.times_handed), (1, 1));
    assert!(copy.queued_at_ms <= copy.acknowledged_at_ms && copy.queued_at_ms.is_some());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_on_from_an_old_store_copy_uses_a_counter_twice() {
    let world = World::new().await;
    let (client, linking) = settled(&world).await;
    world.ana.send_text(SHOP, "oi").await.unwrap();
    client.text("oi").await;
    client.send(ANA, "primeira").await;
    world.ana.wait_for_text(SHOP, "primeira", PATIENCE).await.unwrap();
    let backend = client.leave(&world.shop).await;
    let mut copy = Vec::new();
    for address in signal_addresses(&world.ana) {
        if let Some(session) = backend.get_session(&address).await.unwrap() {
            copy.push((address, session));
        }
    }
    assert!(!copy.is_empty(), "there is a session to copy");
    let client = Client::start(&world.net, backend).await;
    client.connected().await;
    let first = client.send(ANA, "segunda").await;
    world.ana.wait_for_text(SHOP, "segunda", PATIENCE).await.unwrap();
    healthy(&world.net.ledger(), linking);

    let backend = client.leave(&world.shop).await;
    for (address, session) in copy {
        backend.put_session(&address, &session).await.unwrap();
    }
    let restored = Client::start(&world.net, backend).await;
    restored.connected().await;
    let again = restored.send(ANA, "terceira").await;
    let found = world
        .net
        .wait_for_ledger("a counter used twice", PATIENCE, |ledger| ledger.counters_used_twice().first().cloned());
    let found = found.await.unwrap();
    assert_eq!((found.from.as_str(), found.to.as_str()), (&*format!("{SHOP}:1"), &*format!("{ANA}:0")));
    assert_eq!(found.ids, [first, again]);
    restored.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_twice_late_or_never_is_found() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "oi").await;
    world.ana.wait_for_text(SHOP, "oi", PATIENCE).await.unwrap();
    world
        .net
        .inject(Fault::new(FaultKind::Duplicate { copies: 1 }).of(SHOP).flow(Flow::Out).stanza("message").times(1));
    let twice = client.send(ANA, "em dobro").await;
    world.ana.wait_for_text(SHOP, "em dobro", PATIENCE).await.unwrap();
    let after = client.send(ANA, "depois do dobro").await;
    world.ana.wait_for_text(SHOP, "depois do dobro", PATIENCE).await.unwrap();
    // Its receipt is on its way to the client, and must not be what overtakes the message that is held next.
    let is_for_it = |event: &Event| matches!(event, Event::Receipt(receipt) if receipt.message_ids.contains(&after));
    client.event("the receipt", |event| is_for_it(event).then_some(())).await;
    let doubled: Vec<String> = world.net.ledger().doubled().iter().map(|entry| entry.id.clone()).collect();
    assert_eq!(doubled, [twice]);

    world
        .net
        .inject(Fault::new(FaultKind::Reorder { hold_ms: 60_000 }).of(SHOP).flow(Flow::In).stanza("message").times(1));
    let late = world.ana.send_text(SHOP, "primeiro").await.unwrap();
    let early = world.ana.send_text(SHOP, "segundo").await.unwrap();
    client.text("primeiro").await;
    // The client shows it first and acknowledges it then.
    let acknowledged = async {
        while world.net.ledger().reordered().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, acknowledged).await.unwrap();
    let ledger = world.net.ledger();
    let found = &ledger.reordered()[0];
    assert_eq!((found.id.as_str(), found.after.as_str()), (late.as_str(), early.as_str()));
    assert_eq!((found.from.as_str(), found.to.as_str()), (ANA, &*format!("{SHOP}:1")));

    let fault = world.net.inject(Fault::new(FaultKind::Undecryptable).of(SHOP).flow(Flow::Out));
    let lost = client.send(ANA, "ilegível").await;
    let found = world
        .net
        .wait_for_ledger("a lost message", PATIENCE, |ledger| ledger.lost().first().map(|entry| entry.id.clone()));
    assert_eq!(found.await.unwrap(), lost, "no phone could read it");
    world.net.take_back(fault).unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_never_reached_the_server_leaves_a_gap() {
    let world = World::new().await;
    let client = world.linked().await;
    for text in ["um", "dois"] {
        client.send(ANA, text).await;
        world.ana.wait_for_text(SHOP, text, PATIENCE).await.unwrap();
    }
    world.net.inject(Fault::new(FaultKind::Drop).of(SHOP).flow(Flow::Out).stanza("message").times(1));
    client.send(ANA, "perdido").await;
    client.send(ANA, "três").await;
    world.ana.wait_for_text(SHOP, "três", PATIENCE).await.unwrap();
    let ledger = world.net.ledger();
    let to_ana: Vec<_> = ledger.gaps().iter().filter(|gap| gap.to == format!("{ANA}:0")).collect();
    assert_eq!(to_ana.len(), 1, "{:#?}", ledger.gaps());
    assert_eq!(to_ana[0].first, to_ana[0].last, "one counter is missing");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_connection_of_a_device_is_found() {
    let world = World::new().await;
    let client = world.linked().await;
    let twin = Client::start(&world.net, client.backend.clone()).await;
    twin.connected().await;
    let found: Vec<String> = world.net.ledger().double_connections().iter().map(|one| one.device.clone()).collect();
    // The one that was replaced may come back before it hears why it was ended.
    assert!(!found.is_empty() && found.iter().all(|device| *device == format!("{SHOP}:1")), "{found:?}");
    client.stop().await;
    twin.stop().await;
}

async fn ask(net: &Emulator, question: &str) -> Value {
    let answer = reqwest::get(format!("{}/control/ledger{question}", net.http_url())).await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_read_in_pages_and_forgets_the_oldest() {
    let world = World::with(EmulatorConfig { ledger_cap: 5, ..EmulatorConfig::default() }).await;
    let mut ids = Vec::new();
    for index in 0..8 {
        ids.push(world.ana.send_text(SHOP, &index.to_string()).await.unwrap());
    }
    assert_eq!(world.net.ledger().forgotten, 3);
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = ask(&world.net, &format!("?limit=2{after}")).await;
        let messages = page["messages"].as_array().unwrap();
        assert!(messages.len() <= 2);
        seen.extend(messages.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_u64() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(seen, ids[3..], "the newest five, in order, each once");
    let one = ask(&world.net, &format!("?id={}", ids[7])).await;
    assert_eq!(one["messages"].as_array().unwrap().len(), 1);
    assert_eq!(one["messages"][0]["copies"][format!("{SHOP}:0")]["deliveries"], 1);
    for nothing in ["lost", "doubled"] {
        assert_eq!(ask(&world.net, &format!("?find={nothing}")).await["messages"], Value::Array(Vec::new()));
    }
    for nothing in ["reordered", "counters-used-twice", "gaps", "double-connections"] {
        assert_eq!(ask(&world.net, &format!("?find={nothing}")).await["found"], Value::Array(Vec::new()));
    }
    assert!(ask(&world.net, "?find=nonsense").await["detail"].as_str().is_some(), "it refuses what it does not know");
}
