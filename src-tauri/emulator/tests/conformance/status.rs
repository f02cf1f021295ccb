//! Status posts: shown to those whom their writer names, or who are in its phone's address book.

use portaria_emulator::ReceiptState;
use whatsapp_rust::StatusSendOptions;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::store::traits::SignalStore as _;
use whatsapp_rust::waproto::whatsapp::message::extended_text_message::FontType;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};
use crate::groups::{BIA, bia};

const STATUS: &str = "status@broadcast";

async fn post(client: &Client, text: &str, readers: &[Jid]) -> String {
    let options = StatusSendOptions::default();
    let sent = client.inner.status().send_text(text, 0xFF00_5500, FontType::SYSTEM, readers, options).await;
    sent.unwrap().message_id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_is_shown_to_whom_it_names_alone() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    shop.send(ANA, "oi").await;
    world.ana.wait_for_text(SHOP, "oi", PATIENCE).await.unwrap();
    let id = post(&shop, "Hoje tem sonho", &[Jid::pn(ANA)]).await;
    let (info, times) = ana.text("Hoje tem sonho").await;
    assert_eq!((info.id.as_str(), times), (id.as_str(), 1));
    assert_eq!(info.source.chat, Jid::status_broadcast());
    let line = world.ana.wait_for_text(STATUS, "Hoje tem sonho", PATIENCE).await.unwrap();
    assert_eq!((line.sender.as_str(), line.deliveries), (SHOP, 1));
    let again = post(&shop, "E bolo", &[Jid::pn(ANA)]).await;
    assert_eq!(ana.text("E bolo").await.0.id, again, "the key is known by now");
    ana.inner.mark_as_read(&info.source.chat, Some(&info.source.sender), &[&id]).await.unwrap();
    shop.event("read", |event| match event {
        Event::Receipt(receipt) => receipt.message_ids.contains(&id).then_some(()),
        _ => None,
    })
    .await;
    assert!(bia.messages_with(STATUS).is_empty());
    assert!(world.net.ledger().lost().is_empty());
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_shows_its_status_to_its_address_book() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (ana, other) = (world.linked_to(&world.ana).await, world.linked_to(&bia).await);
    world.shop.save_contact(ANA, "Ana").unwrap();
    let id = world.shop.send_text(STATUS, "Fechado amanhã").await.unwrap();
    assert_eq!(ana.text("Fechado amanhã").await.0.id, id);
    world.ana.wait_for_text(STATUS, "Fechado amanhã", PATIENCE).await.unwrap();
    world.ana.read_chat(STATUS).await.unwrap();
    assert_eq!(world.shop.readers_of(&id).get(ANA), Some(&ReceiptState::Read));

    let backend = ana.leave(&world.ana).await;
    backend.delete_sender_key(&format!("{STATUS}:{}@lid.0", world.shop.lid())).await.unwrap();
    let id = world.shop.send_text(STATUS, "Mudou: aberto").await.unwrap();
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    assert_eq!(back.text("Mudou: aberto").await.0.id, id, "what it could not open came again");
    assert_eq!(other.heard("Fechado"), 0, "{BIA} is not in the book");
    back.stop().await;
    other.stop().await;
}
