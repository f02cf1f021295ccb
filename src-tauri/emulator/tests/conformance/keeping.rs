//! A restart of the emulator is not a new world.

use std::io::Write as _;
use std::time::Duration;

use portaria_emulator::{CallState, Emulator, EmulatorConfig};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_network_knows_its_devices_and_loses_no_message() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let client = world.linked().await;
    client.send(ANA, "antes").await;
    world.ana.wait_for_text(SHOP, "antes", PATIENCE).await.unwrap();
    let backend = client.leave(&world.shop).await;
    let queued = world.ana.send_text(SHOP, "na fila").await.unwrap();
    world.net.stop().await;

    let net = Emulator::start(config.clone()).await.unwrap();
    let ana = net.phone(ANA).unwrap();
    assert_eq!(ana.messages_with(SHOP).len(), 2, "chats are kept");
    let back = Client::start(&net, backend).await;
    let (info, times) = back.text("na fila").await;
    assert_eq!((info.id, times), (queued, 1));
    assert_eq!(back.count(|event| matches!(event, Event::PairingQrCode(_))), 0, "it is still linked");
    back.send(ANA, "depois").await;
    ana.wait_for_text(SHOP, "depois", PATIENCE).await.unwrap();
    let answer = ana.send_text(SHOP, "resposta").await.unwrap();
    assert_eq!(back.text("resposta").await.0.id, answer, "sessions go on from where they were");
    let backend = back.stop().await;
    net.stop().await;

    let other_keys = Emulator::start(EmulatorConfig { seed: 2, ..config }).await.unwrap();
    let returned = Client::start(&other_keys, backend).await;
    returned.connected().await;
    assert_eq!(other_keys.phone(SHOP).unwrap().connections(), 1, "new server keys: the handshake falls back");
    returned.stop().await;
    other_keys.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_and_what_others_were_trusted_with_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let client = world.linked().await;
    world.ana.send_text(SHOP, "confio em você").await.unwrap();
    client.text("confio em você").await;
    assert_eq!(world.ana.standing().trusts, [SHOP]);
    world.shop.ban();
    client.stop().await;
    world.net.stop().await;

    let net = Emulator::start(config).await.unwrap();
    assert_eq!(net.phone(ANA).unwrap().standing().trusts, [SHOP]);
    assert_eq!(net.phone(SHOP).unwrap().standing().ban.map(|ban| ban.reason), Some(403));
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_and_calls_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    world.shop.lock_reach_out(Duration::from_hours(1), "BIZ_QUALITY");
    world.shop.cap_new_chats(3, Duration::from_hours(1));
    let call = world.ana.call(SHOP, false).unwrap();
    let before = world.shop.standing();
    world.net.stop().await;

    let net = Emulator::start(config).await.unwrap();
    let shop = net.phone(SHOP).unwrap();
    let after = shop.standing();
    assert_eq!((after.lock, after.cap), (before.lock, before.cap));
    assert!(shop.standing().lock.is_some() && shop.standing().cap.is_some());
    shop.reject_call(&call).unwrap();
    let calls = net.phone(ANA).unwrap().calls();
    assert_eq!((calls.len(), calls[0].state), (1, CallState::Rejected), "it rang through the restart");
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_network_goes_on_from_its_last_whole_burst() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.json");
    let config = EmulatorConfig { save: Some(path.clone()), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    world.ana.send_text(SHOP, "primeira").await.unwrap();
    let size = || std::fs::metadata(&path).map_or(0, |file| file.len());
    let first = eventually("the whole network in its file", || Some(size()).filter(|size| *size > 0)).await;
    world.ana.send_text(SHOP, "segunda").await.unwrap();
    eventually("what changed at the end of the file", || (size() > first).then_some(())).await;
    // What a killed process leaves: the file as it was at that moment, and the beginning of a burst.
    let killed = folder.path().join("killed.json");
    std::fs::copy(&path, &killed).unwrap();
    std::fs::OpenOptions::new().append(true).open(&killed).unwrap().write_all(b"{\"seed\":\"").unwrap();
    world.net.stop().await;

    let net = Emulator::start(EmulatorConfig { save: Some(killed), ..config }).await.unwrap();
    let texts: Vec<_> = net.phone(SHOP).unwrap().messages_with(ANA).into_iter().map(|line| line.text).collect();
    assert_eq!(texts, ["primeira", "segunda"]);
    net.stop().await;
}
