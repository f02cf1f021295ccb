//! The account's name and its other settings.

use whatsapp_rust::prelude::*;

use super::{converged, until};
use crate::client::{Client, World};

async fn calls_itself(client: &Client, name: &str) {
    let renamed = |event: &Event| match event {
        Event::SelfPushNameUpdated(update) => (update.new_name == name).then_some(()),
        _ => None,
    };
    client.event(&format!("the push name {name:?}"), renamed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_push_name_reaches_every_device_from_wherever_it_was_set() {
    let world = World::new().await;
    let first = world.linked().await;
    let second = world.linked().await;
    converged(&world.shop, &[&first, &second]).await;
    world.shop.set_name("Padaria Lua").unwrap();
    converged(&world.shop, &[&first, &second]).await;
    calls_itself(&first, "Padaria Lua").await;
    calls_itself(&second, "Padaria Lua").await;
    first.inner.profile().set_push_name("Padaria Estrela").await.unwrap();
    until("the name", || (world.shop.name() == "Padaria Estrela").then_some(())).await;
    converged(&world.shop, &[&first, &second]).await;
    calls_itself(&second, "Padaria Estrela").await;
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_linked_later_gets_everything_that_was_set_before() {
    let world = World::new().await;
    let first = world.linked().await;
    world.shop.set_locale("pt_BR").unwrap();
    world.shop.set_unarchive_chats(true).unwrap();
    for number in 0..150 {
        world.shop.save_label("1", &format!("Etiqueta {number}"), number).unwrap();
    }
    converged(&world.shop, &[&first]).await;
    let later = world.linked().await;
    converged(&world.shop, &[&first, &later]).await;
    let newest = |event: &Event| match event {
        Event::LabelEditUpdate(update) => (update.action.name.as_deref() == Some("Etiqueta 149")).then_some(()),
        _ => None,
    };
    later.event("the last name of the label", newest).await;
    first.stop().await;
    later.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_that_was_away_catches_up() {
    let world = World::new().await;
    let client = world.linked().await;
    converged(&world.shop, &[&client]).await;
    let backend = client.leave(&world.shop).await;
    for number in 0..200 {
        world.shop.save_label("7", &format!("Enquanto fora {number}"), 0).unwrap();
    }
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    converged(&world.shop, &[&back]).await;
    back.stop().await;
}
