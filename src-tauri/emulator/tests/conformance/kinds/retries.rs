//! Messages of any kind that could not be opened come again, whole.

use std::sync::Arc;

use portaria_emulator::{Draft, Kind, PollOption};
use whatsapp_rust::prelude::*;

use super::received;
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_and_a_reaction_that_the_companion_cannot_open_are_sent_again() {
    let world = World::new().await;
    let client = world.linked().await;
    let id = world.acquaint(&client).await;
    let backend = client.leave(&world.shop).await;
    world.forget_ana(&backend).await;
    let option = |name: &str| PollOption { name: name.into(), voters: Vec::new() };
    let kind = Kind::Poll { options: vec![option("a"), option("b")], choices: 1 };
    let poll = world.ana.send_draft(SHOP, Draft::of(kind, "Qual?")).await.unwrap();
    let reaction = world.ana.react(SHOP, &id, "❤️").await.unwrap();
    let back = Client::start(&world.net, Arc::clone(&backend)).await;
    let (_, info) = received(&back, "poll", |message| message.poll_creation_message_v3.as_option().cloned()).await;
    assert_eq!(info.id, poll);
    let (_, info) = received(&back, "reaction", |message| message.reaction_message.as_option().cloned()).await;
    assert_eq!(info.id, reaction);
    let ledger = world.net.ledger();
    assert!(ledger.message(&poll).unwrap().copies[&format!("{SHOP}:1")].undecryptable > 0, "it was asked for again");
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_that_the_phone_cannot_open_is_asked_for_again() {
    let world = World::new().await;
    let client = world.linked().await;
    world.acquaint(&client).await;
    world.ana.forget_sessions();
    let options = ["a".to_owned(), "b".to_owned()];
    let (sent, _) = client.inner.polls().create(Jid::pn(ANA), "Qual?", &options, 1).await.unwrap();
    let wanted = |line: &portaria_emulator::PhoneMessage| line.id == sent.message_id;
    let line = world.ana.wait_for_message(SHOP, PATIENCE, wanted).await.unwrap();
    assert!(matches!(line.content.kind, Kind::Poll { .. }), "the second copy is the poll: {line:?}");
    client.stop().await;
}
