//! What ends by the network's clock: companions that nobody uses, codes that nobody types, linkings that nobody ends.

use portaria_emulator::{EmulatorError, Fault, FaultKind, Flow};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World, eventually};

const DAY_MS: u64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_unused_for_thirty_days_is_unlinked_and_one_used_in_time_is_not() {
    let (world, clock) = World::driven().await;
    let ana = world.linked_to(&world.ana).await;
    let backend = world.linked().await.stop().await;
    world.shop.wait_for_connections(0, PATIENCE).await.unwrap();
    clock.advance(30 * DAY_MS);
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    let backend = back.stop().await;
    world.shop.wait_for_connections(0, PATIENCE).await.unwrap();

    clock.advance(30 * DAY_MS + 1);
    let back = Client::start(&world.net, backend).await;
    back.event("LoggedOut", |event| matches!(event, Event::LoggedOut(_)).then_some(())).await;
    assert!(world.shop.linked_devices().is_empty(), "the phone lists it no more");
    back.stop().await;

    ana.send(SHOP, "sempre aqui").await;
    world.shop.wait_for_text(ANA, "sempre aqui", PATIENCE).await.unwrap();
    assert_eq!(world.ana.linked_devices().len(), 1, "sixty days on one connection are no absence");
    ana.stop().await;
}

async fn shown_code(client: &Client) -> String {
    let code = |event: &Event| if let Event::PairingCode(code) = event { Some(code.code.clone()) } else { None };
    client.event("PairingCode", code).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_three_minutes() {
    let (world, clock) = World::driven().await;
    let (shop, ana) = (Client::start_with_code(&world.net, SHOP).await, Client::start_with_code(&world.net, ANA).await);
    let (of_the_shop, of_ana) = (shown_code(&shop).await, shown_code(&ana).await);
    clock.advance(179_999);
    world.shop.enter_code(&of_the_shop).await.unwrap();
    shop.connected().await;
    clock.advance(1);
    let typed = world.ana.enter_code(&of_ana).await;
    assert!(matches!(typed, Err(EmulatorError::NoCodeAsked)), "a moment too late: {typed:?}");
    assert!(world.ana.linked_devices().is_empty());
    let url = format!("{}/control/phones/{ANA}", world.net.http_url());
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let phone: serde_json::Value = reqwest::get(&url).await.unwrap().json().await.unwrap();
        if phone["codeAsked"] == false {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "her phone still asks for the code");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_never_ends_its_linking_is_forgotten_after_twenty_seconds() {
    let (world, clock) = World::driven().await;
    let lost = world.net.inject(Fault::new(FaultKind::Drop).flow(Flow::In).stanza("iq/pair-success"));
    let client = Client::start(&world.net, std::sync::Arc::default()).await;
    let code = client.qr_code().await;
    let waited = async {
        world.struck(1).await;
        clock.advance(20_000);
    };
    let (scanned, ()) = tokio::join!(world.shop.scan(&code), waited);
    assert!(matches!(scanned, Err(EmulatorError::PairingAbandoned)), "the phone gives up: {scanned:?}");
    assert!(world.shop.linked_devices().is_empty());
    let cut = |event: &Event| matches!(event, Event::Disconnected(_)).then_some(());
    client.event("Disconnected", cut).await;

    world.net.take_back(lost).unwrap();
    let anew = eventually("new QR code", || {
        let events = client.seen();
        let events = events.lock().unwrap();
        let mut codes = events.iter().filter_map(|event| match &**event {
            Event::PairingQrCode(code) => Some(code.code.clone()),
            _ => None,
        });
        let first = codes.next()?;
        let ours = first.split(',').next()?.to_owned();
        codes.find(|code| !code.starts_with(&ours))
    });
    world.shop.scan(&anew.await).await.unwrap();
    client.connected().await;
    assert_eq!(world.shop.linked_devices().len(), 1, "the next try links it");
    client.stop().await;
}
