//! The move from phone numbers to privacy ids.

use std::time::Duration;

use portaria_emulator::{Addressing, Emulator, EmulatorConfig};
use serde_json::json;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};
use crate::remote::Remote;

/// Waits until a client writes by privacy id.
async fn moved(client: &Client) {
    let learnt = async {
        while !client.inner.is_lid_migrated().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, learnt).await.expect("the client learns that its account has moved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_when_numbers_become_privacy_ids() {
    let world = World::new().await;
    let client = world.linked().await;
    world.acquaint(&client).await;
    assert!(!client.inner.is_lid_migrated().await, "so far everybody is shown by number");

    world.net.migrate_to_lid().await;
    world.ana.send_text(SHOP, "quatro").await.unwrap();
    let (info, _) = client.text("quatro").await;
    assert_eq!(info.source.sender.user, world.ana.lid(), "she is shown by privacy id");
    client.send(ANA, "cinco").await;
    world.ana.wait_for_text(SHOP, "cinco", PATIENCE).await.unwrap();

    let back = Client::start(&world.net, client.leave(&world.shop).await).await;
    moved(&back).await;
    back.send(ANA, "seis").await;
    world.ana.wait_for_text(SHOP, "seis", PATIENCE).await.unwrap();
    world.ana.send_text(SHOP, "sete").await.unwrap();
    back.text("sete").await;
    back.leave(&world.shop).await;

    let told: Vec<String> = world.ana.messages_with(SHOP).into_iter().map(|message| message.text).collect();
    assert_eq!(told, ["um", "dois", "três", "quatro", "cinco", "seis", "sete"], "it is one conversation");
    let ledger = world.net.ledger();
    assert!(ledger.lost().is_empty() && ledger.doubled().is_empty(), "{ledger:#?}");
    assert!(ledger.counters_used_twice().is_empty(), "the session moved with the conversation: {ledger:#?}");
    let unread =
        ledger.messages.iter().flat_map(|message| message.copies.values()).filter(|copy| copy.undecryptable > 0);
    assert_eq!(unread.count(), 0, "nothing had to be sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_links_is_told_whether_its_account_has_moved() {
    let world = World::with(EmulatorConfig { addressing: Addressing::Lid, ..EmulatorConfig::default() }).await;
    let client = world.linked().await;
    moved(&client).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_move_is_asked_for_over_http_and_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let client = world.linked().await;
    assert_eq!(Remote::of(&world).post("/migrate-to-lid", json!({})).await.0, 204);
    let backend = client.leave(&world.shop).await;
    world.net.stop().await;

    let net = Emulator::start(config).await.unwrap();
    let back = Client::start(&net, backend).await;
    moved(&back).await;
    net.phone(ANA).unwrap().send_text(SHOP, "depois").await.unwrap();
    assert_eq!(back.text("depois").await.0.source.sender.user, world.ana.lid());
    back.stop().await;
    net.stop().await;
}
