//! What others posted to their status in the last day.

use std::sync::Arc;

use whatsapp_rust::prelude::*;

use super::{PUSH_NAME, STATUS_V3, chunk, link};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

const STATUS: &str = "status@broadcast";
const DAY_MS: u64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_companion_is_told_of_the_statuses_of_the_last_day() {
    let (world, clock) = World::driven().await;
    world.ana.save_contact(SHOP, "Padaria").unwrap();
    world.shop.save_contact(ANA, "Ana").unwrap();
    let old = world.ana.send_text(STATUS, "Bom dia de ontem").await.unwrap();
    clock.advance(DAY_MS / 2);
    let hers = world.ana.send_text(STATUS, "Sábado na praia").await.unwrap();
    let own = world.shop.send_text(STATUS, "Hoje tem sonho").await.unwrap();
    clock.advance(DAY_MS / 2 - 1);
    assert_eq!(world.shop.messages_with(STATUS).len(), 3);
    clock.advance(1);
    for phone in [&world.shop, &world.ana] {
        phone.wait_until_gone(STATUS, &old, PATIENCE).await.unwrap();
    }

    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    let told = client.event("INITIAL_STATUS_V3", chunk(STATUS_V3)).await;
    assert!(told.conversations.is_empty(), "statuses are no chat");
    let posts = told.status_v3_messages.iter().map(|post| {
        let key = post.key.as_option().unwrap();
        assert_eq!(key.remote_jid.as_deref(), Some(STATUS));
        let text = post.message.as_option().unwrap().text_content().unwrap();
        (key.id.as_deref().unwrap(), key.from_me.unwrap(), key.participant.as_deref().unwrap(), text)
    });
    let (of_ana, of_the_shop) = (Jid::pn(ANA).to_string(), Jid::pn(SHOP).to_string());
    let expected = [(&*own, true, &*of_the_shop, "Hoje tem sonho"), (&*hers, false, &*of_ana, "Sábado na praia")];
    assert_eq!(posts.collect::<Vec<_>>(), expected, "newest first, and none of yesterday's");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_posted_nothing_is_told() {
    let world = World::new().await;
    world.ana.send_text(SHOP, "oi").await.unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    client.event("PUSH_NAME", chunk(PUSH_NAME)).await;
    assert_eq!(client.count(|event| chunk(STATUS_V3)(event).is_some()), 0);
    client.stop().await;
}
