//! The network misbehaves, and a client lives with it.

use portaria_emulator::{DrivenClock, EmulatorConfig, Fault, FaultKind, Flow, LedgerSnapshot, NetClock, fault_script};
use serde_json::{Value, json};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

fn message(kind: FaultKind) -> Fault {
    Fault::new(kind).of(SHOP).flow(Flow::In).stanza("message").times(1)
}

/// Texts of Ana in the order in which the client saw them.
fn seen(client: &Client, texts: &[&str]) -> Vec<String> {
    client.texts().into_iter().filter(|text| texts.contains(&text.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_comes_twice_is_shown_once() {
    let world = World::new().await;
    let client = world.linked().await;
    world.net.inject(message(FaultKind::Duplicate { copies: 1 }));
    world.ana.send_text(SHOP, "em dobro").await.unwrap();
    world.ana.send_text(SHOP, "depois").await.unwrap();
    // The library tells what it read in no particular order.
    client.text("em dobro").await;
    client.text("depois").await;
    assert_eq!(seen(&client, &["em dobro"]), ["em dobro"]);
    let log = world.net.fault_log();
    assert_eq!((log.len(), log[0].kind.as_str(), log[0].stanza.as_str()), (1, "duplicate", "message/text"));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_never_arrives_comes_with_the_next_login() {
    let world = World::new().await;
    let client = world.linked().await;
    world.net.inject(message(FaultKind::Drop));
    world.ana.send_text(SHOP, "perdido").await.unwrap();
    world.ana.send_text(SHOP, "depois").await.unwrap();
    client.text("depois").await;
    assert!(seen(&client, &["perdido"]).is_empty(), "it was dropped");
    world.shop.drop_connections().await;
    client.text("perdido").await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_can_be_overtaken() {
    let world = World::new().await;
    let client = world.linked().await;
    world.ana.send_text(SHOP, "antes").await.unwrap();
    client.text("antes").await;
    world.net.inject(message(FaultKind::Reorder { hold_ms: 60_000 }));
    let held = world.ana.send_text(SHOP, "primeiro").await.unwrap();
    world.ana.send_text(SHOP, "segundo").await.unwrap();
    client.text("segundo").await;
    assert_eq!(client.text("primeiro").await.0.id, held, "out of order is still decrypted");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_text_waits_for_the_networks_clock() {
    let (world, clock) = World::driven().await;
    let client = world.linked().await;
    world.net.inject(message(FaultKind::Delay { ms: 3_600_000, up_to_ms: None }));
    world.ana.send_text(SHOP, "atrasado").await.unwrap();
    world.struck(1).await;
    clock.advance(3_599_999);
    assert!(seen(&client, &["atrasado"]).is_empty(), "an hour has not passed");
    clock.advance(1);
    client.text("atrasado").await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_frame_costs_the_connection_and_no_text() {
    let world = World::new().await;
    let client = world.linked_durably(&world.shop).await;
    for (kind, flow) in [(FaultKind::Cut, Flow::In), (FaultKind::Corrupt, Flow::Out), (FaultKind::Cut, Flow::Out)] {
        world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
        let stanza = if flow == Flow::In { "message" } else { "receipt" };
        let fault = world.net.inject(Fault::new(kind.clone()).of(SHOP).flow(flow).stanza(stanza).times(1));
        let before = client.count(|event| matches!(event, Event::Disconnected(_)));
        let text = format!("{kind:?} {flow:?}");
        world.ana.send_text(SHOP, &text).await.unwrap();
        client.nth("Disconnected", before + 1, |event| matches!(event, Event::Disconnected(_))).await;
        client.text(&text).await;
        world.net.take_back(fault).unwrap();
    }
    assert_eq!(world.net.fault_log().len(), 3);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_arrives_broken_is_not_believed_and_comes_again() {
    let world = World::new().await;
    let client = world.linked().await;
    world.net.inject(message(FaultKind::Corrupt));
    world.ana.send_text(SHOP, "quebrado").await.unwrap();
    world.ana.send_text(SHOP, "inteiro").await.unwrap();
    client.text("inteiro").await;
    assert!(seen(&client, &["quebrado"]).is_empty(), "whatsapp-rust passes over what does not open");
    world.shop.drop_connections().await;
    client.text("quebrado").await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_open_connection_carries_nothing_and_loses_nothing() {
    let world = World::new().await;
    let client = world.linked().await;
    world.net.inject(message(FaultKind::HalfOpen));
    world.ana.send_text(SHOP, "no vazio").await.unwrap();
    world.ana.send_text(SHOP, "também").await.unwrap();
    world.struck(1).await;
    assert_eq!(world.shop.connections(), 1, "the network believes in the connection");
    assert!(seen(&client, &["no vazio", "também"]).is_empty());
    world.shop.drop_connections().await;
    for text in ["no vazio", "também"] {
        assert_eq!(client.text(text).await.1, 1, "{text:?} is shown once");
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_is_lost_is_asked_for_again_by_sending_again() {
    let world = World::new().await;
    let client = world.linked().await;
    let fault = world.net.inject(Fault::new(FaultKind::LoseAcks).of(SHOP).flow(Flow::Out));
    let id = world.ana.send_text(SHOP, "chegou?").await.unwrap();
    client.text("chegou?").await;
    let copy = format!("{SHOP}:1");
    assert_eq!(world.net.ledger().message(&id).unwrap().copies[&copy].deliveries, 0, "the receipt was lost");
    world.net.take_back(fault).unwrap();
    world.shop.drop_connections().await;
    world.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
    assert!(world.net.ledger().message(&id).unwrap().copies[&copy].deliveries > 0);
    assert_eq!(seen(&client, &["chegou?"]).len(), 1, "what came again is not shown again");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offline_queue_comes_twice_and_in_pieces() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    let texts = ["um", "dois", "três", "quatro", "cinco"];
    for text in texts {
        world.ana.send_text(SHOP, text).await.unwrap();
    }
    world.net.inject(Fault::new(FaultKind::QueueTwice).of(SHOP).times(1));
    world.net.inject(Fault::new(FaultKind::QueueInPieces { size: 2, pause_ms: 20 }).of(SHOP).times(1));
    let back = Client::start(&world.net, backend).await;
    back.text("cinco").await;
    back.connected().await;
    world.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
    let mut shown = seen(&back, &texts);
    shown.sort();
    let mut expected = texts.map(str::to_owned);
    expected.sort();
    assert_eq!(shown, expected, "each text once");
    assert_eq!(world.net.fault_log().len(), 2);
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_asks_again_for_a_damaged_ciphertext() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "inteiro").await;
    world.ana.wait_for_text(SHOP, "inteiro", PATIENCE).await.unwrap();
    world.net.inject(message(FaultKind::Undecryptable));
    let id = world.ana.send_text(SHOP, "estragado").await.unwrap();
    assert_eq!(client.text("estragado").await.0.id, id);
    assert!(world.net.ledger().message(&id).unwrap().copies[&format!("{SHOP}:1")].undecryptable > 0);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_asks_again_for_a_damaged_ciphertext() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "inteiro").await;
    world.ana.wait_for_text(SHOP, "inteiro", PATIENCE).await.unwrap();
    world.net.inject(Fault::new(FaultKind::Undecryptable).of(SHOP).flow(Flow::Out).times(1));
    let id = client.send(ANA, "daqui também").await;
    // Both phones, Ana's and the writer's own, ask; whatsapp-rust keeps a message for the first who does.
    let asked_and_got = |ledger: &LedgerSnapshot| {
        let copies = &ledger.message(&id)?.copies;
        let phones = [ANA, SHOP].map(|number| copies.get(&format!("{number}:0")));
        let [Some(ana), Some(own)] = phones else { return None };
        let asked = ana.undecryptable > 0 && own.undecryptable > 0;
        (asked && ana.deliveries + own.deliveries > 0).then_some(())
    };
    world.net.wait_for_ledger("a damaged message that was sent again", PATIENCE, asked_and_got).await.unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_a_wrong_clock_stamps_everything_wrongly() {
    let world = World::new().await;
    let client = world.linked().await;
    world.ana.send_text(SHOP, "na hora").await.unwrap();
    let right = client.text("na hora").await.0.timestamp;
    world.net.inject(Fault::new(FaultKind::ClockSkew { ms: -86_400_000 }).of(SHOP));
    world.ana.send_text(SHOP, "ontem").await.unwrap();
    let wrong = client.text("ontem").await.0.timestamp;
    assert!((right - wrong).num_hours() >= 23, "{right} and {wrong} are a day apart");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_logins_are_turned_away() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    let fault = world.net.inject(Fault::new(FaultKind::LoginRateLimit { logins: 1, window_ms: 3_600_000 }).of(SHOP));
    let first = Client::start(&world.net, backend).await;
    first.connected().await;
    let backend = first.leave(&world.shop).await;
    let second = Client::start(&world.net, backend).await;
    second.event("Disconnected", |event| matches!(event, Event::Disconnected(_)).then_some(())).await;
    assert_eq!(second.count(|event| matches!(event, Event::Connected(_))), 0);
    let backend = second.leave(&world.shop).await;
    world.net.take_back(fault).unwrap();
    let third = Client::start(&world.net, backend).await;
    third.connected().await;
    third.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_comes_back_from_a_storm() {
    let clock = DrivenClock::at(1_780_000_000_000);
    let faults = fault_script(r#"[{"atMs": 60000, "fault": "storm"}]"#).unwrap();
    let config = EmulatorConfig { clock: NetClock::Driven(clock.clone()), faults, ..EmulatorConfig::default() };
    let world = World::with(config).await;
    let shop = world.linked().await;
    let ana = world.linked_to(&world.ana).await;
    let dropped = |event: &Event| matches!(event, Event::Disconnected(_)).then_some(());
    clock.advance(60_000);
    shop.event("Disconnected", dropped).await;
    ana.event("Disconnected", dropped).await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    world.ana.wait_for_connections(1, PATIENCE).await.unwrap();
    let struck: Vec<String> = world.net.fault_log().into_iter().map(|strike| strike.device).collect();
    assert_eq!(struck, [format!("{SHOP}:1"), format!("{ANA}:1")]);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_ordered_listed_and_taken_back_over_http() {
    let world = World::new().await;
    let client = world.linked().await;
    let (http, base) = (reqwest::Client::new(), format!("{}/control/faults", world.net.http_url()));
    let fault = json!({"fault": "drop", "account": SHOP, "flow": "in", "stanza": "message"});
    let answer = http.post(&base).json(&fault).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let id = answer.json::<Value>().await.unwrap()["id"].as_u64().unwrap();
    let lost = world.ana.send_text(SHOP, "perdido").await.unwrap();
    world.ana.send_text(SHOP, "também").await.unwrap();
    let listed: Value = http.get(&base).send().await.unwrap().json().await.unwrap();
    assert_eq!((listed[0]["id"].as_u64(), listed[0]["fault"].as_str()), (Some(id), Some("drop")));
    assert_eq!(http.delete(format!("{base}/{id}")).send().await.unwrap().status(), 204);
    assert_eq!(http.delete(format!("{base}/{id}")).send().await.unwrap().status(), 404);
    world.ana.send_text(SHOP, "este chega").await.unwrap();
    client.text("este chega").await;
    let log: Value = http.get(format!("{base}/log")).send().await.unwrap().json().await.unwrap();
    assert_eq!((log[0]["id"].as_str(), log[1]["index"].as_u64()), (Some(lost.as_str()), Some(1)));
    let misspelt = http.post(&base).json(&json!({"fault": "drop", "acount": SHOP})).send().await.unwrap();
    assert_eq!(misspelt.status(), 422);
    assert!(misspelt.text().await.unwrap().contains("acount"), "it names the word");
    assert_eq!(http.delete(&base).send().await.unwrap().status(), 204);
    assert!(world.net.faults().is_empty());
    client.stop().await;
}
