//! A contact that goes by a user name: nobody is told its number.

use std::sync::Arc;

use portaria_emulator::{Draft, EmulatorConfig, LightClient, NewGroup};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

const NAME: &str = "ana.souza";

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_by_a_user_name_is_written_to_and_answered_by_privacy_id() {
    let world = World::new().await;
    world.ana.go_by_username(Some(NAME));
    assert_eq!(world.ana.username().as_deref(), Some(NAME));
    let client = world.linked().await;
    world.ana.send_text(SHOP, "Oi, tem bolo?").await.unwrap();
    let (info, _) = client.text("Oi, tem bolo?").await;
    assert_eq!(info.source.sender.to_non_ad().to_string(), format!("{}@lid", world.ana.lid()));
    assert_eq!(info.source.sender_alt, None, "no number beside it");
    let answer = client.inner.send_message(info.source.chat.clone(), wa::Message::text("Tem!")).await.unwrap();
    world.ana.wait_for_text(SHOP, "Tem!", PATIENCE).await.unwrap();
    world.ana.read_chat(SHOP).await.unwrap();
    let read = |event: &Event| match event {
        Event::Receipt(receipt) if receipt.message_ids.contains(&answer.message_id) => {
            Some(receipt.source.sender.clone())
        }
        _ => None,
    };
    assert_eq!(client.event("the receipt", read).await.user, world.ana.lid());

    let second = world.linked().await;
    let bootstrap = |event: &Event| match event {
        Event::HistorySync(history) if history.sync_type() == 0 => history.get().cloned(),
        _ => None,
    };
    let told = second.event("INITIAL_BOOTSTRAP", bootstrap).await;
    let chat = &told.conversations[0];
    assert_eq!((chat.id.clone(), chat.pn_jid.clone()), (format!("{}@lid", world.ana.lid()), None));
    assert_eq!(chat.username.as_deref(), Some(NAME));
    assert!(told.phone_number_to_lid_mappings.is_empty());
    assert!(!format!("{told:?}").contains(ANA), "the history tells it nowhere");
    client.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_stanza_tells_the_number() {
    let world = World::new().await;
    let (mut client, qr) = LightClient::register(&world.net.ws_url(), 1).await.unwrap();
    let pairing = async {
        let approval = client.approval().await.unwrap();
        client.accept(&approval).await.unwrap()
    };
    let (device, keys) = tokio::join!(world.shop.scan(&qr), pairing);
    device.unwrap();
    let mut client = LightClient::login(&world.net.ws_url(), keys).await.unwrap();
    client.upload_keys(10).await.unwrap();
    client.listen().await.unwrap();
    world.ana.go_by_username(Some(NAME));
    let anas = world.linked_to(&world.ana).await;
    let id = world.ana.send_text(SHOP, "oi").await.unwrap();
    world.ana.typing(SHOP, true).await.unwrap();
    let asked = world.shop.send_text(ANA, "pois não?").await.unwrap();
    world.ana.react(SHOP, &asked, "👍").await.unwrap();
    world.ana.send_draft(SHOP, Draft::text("este").quoting(&id)).await.unwrap();
    world.ana.read_chat(SHOP).await.unwrap();
    anas.inner.send_message(Jid::pn(SHOP), wa::Message::text("do computador")).await.unwrap();
    world.shop.wait_for_text(ANA, "do computador", PATIENCE).await.unwrap();
    let new = NewGroup { subject: "Doces".into(), members: vec![SHOP.into()], ..Default::default() };
    let by_lid = world.ana.create_group(new.clone()).await.unwrap();
    let by_number = world.ana.create_group(NewGroup { by_number: true, ..new }).await.unwrap();
    for group in [&by_lid, &by_number] {
        world.ana.send_text(&group.id, "olá a todos").await.unwrap();
    }
    let last = world.ana.send_text(SHOP, "tchau").await.unwrap();
    let mut seen = Vec::new();
    let mut usernames = 0;
    loop {
        let node = tokio::time::timeout(PATIENCE, client.next()).await.unwrap().unwrap();
        client.acknowledge(&node).await.unwrap();
        let told = format!("{node:?}");
        assert!(!told.contains(ANA), "the number stands in {told}");
        usernames += told.matches(NAME).count();
        seen.push(node.tag.to_string());
        if node.attrs.get("id").is_some_and(|id| id.as_str() == last.as_str()) && node.tag == "message" {
            break;
        }
    }
    for tag in ["message", "receipt", "notification", "chatstate"] {
        assert!(seen.iter().any(|seen| seen == tag), "no {tag} came");
    }
    assert!(usernames >= 2, "each group tells who is in it");
    anas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_name_is_found_and_its_number_is_not() {
    let world = World::with(EmulatorConfig::default()).await;
    world.ana.go_by_username(Some(NAME));
    let client = Client::start(&world.net, Arc::default()).await;
    world.shop.scan(&client.qr_code().await).await.unwrap();
    client.connected().await;
    let found = client.inner.contacts().is_on_whatsapp(&[Jid::pn(ANA)]).await.unwrap();
    assert!(found.iter().all(|found| !found.is_registered), "{found:?}");
    world.ana.go_by_username(None);
    let found = client.inner.contacts().is_on_whatsapp(&[Jid::pn(ANA)]).await.unwrap();
    assert!(found.iter().any(|found| found.is_registered), "{found:?}");
    client.stop().await;
}
