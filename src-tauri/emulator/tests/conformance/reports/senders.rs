//! Part of a message that opens and part that does not, and requests for what nobody wrote.

use portaria_emulator::{Fault, FaultKind};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, PATIENCE, SHOP, World};
use crate::groups::{group_of_the_shop, jid};

#[tokio::test(flavor = "multi_thread")]
async fn the_writers_key_opens_and_the_part_for_all_does_not() {
    let world = World::new().await;
    let client = world.linked().await;
    let view = group_of_the_shop(&world, &[ANA]).await;
    world.net.inject(Fault::new(FaultKind::UndecryptableGroupPart).of(SHOP).times(1));
    let id = world.ana.send_text(&view.id, "Chegou a encomenda").await.unwrap();
    world.struck(1).await;
    let missed = |event: &Event| match event {
        Event::UndecryptableMessage(missed) => Some(missed.info.id.clone()),
        _ => None,
    };
    assert_eq!(client.event("UndecryptableMessage", missed).await, id);
    // The library asks the writer and its own phone, and tells what both answer.
    let (info, _) = client.text("Chegou a encomenda").await;
    assert_eq!((&info.id, &info.source.chat), (&id, &jid(&view)), "it came once more, in its place");
    assert!(info.source.sender.is_lid(), "the group knows its members by privacy id");
    let ledger = world.net.ledger();
    let copy = &ledger.message(&id).unwrap().copies[&format!("{SHOP}:1")];
    assert!(copy.undecryptable >= 1, "the client asked for it");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_for_what_it_never_wrote_sends_nothing() {
    let world = World::new().await;
    let client = world.linked().await;
    let view = group_of_the_shop(&world, &[ANA]).await;
    world.ana.ask_for(SHOP, SHOP, "3EB0000000000000000001").await.unwrap();
    world.ana.ask_for(view.id.as_str(), SHOP, "3EB0000000000000000002").await.unwrap();
    world.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
    client.send(ANA, "só isto").await;
    world.ana.wait_for_text(SHOP, "só isto", PATIENCE).await.unwrap();
    assert_eq!(world.ana.messages_with(SHOP).len(), 1);
    assert!(world.ana.messages_with(&view.id).is_empty());
    assert_eq!(world.net.ledger().messages.len(), 1, "nothing else left the client");
    assert!(world.ana.ask_for(SHOP, "5511900009999", "3EB0").await.is_err(), "there is no such account");
    client.stop().await;
}
