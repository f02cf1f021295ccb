//! What is sent without anybody: in time, and only where it says something.

#![allow(clippy::unwrap_used)]

mod world;

use std::time::Duration;

use portaria_domain::{Address, AutomaticMessages, AwayMessage, AwayWhen, Clock as _};
use portaria_whatsapp::{FakeSession, SendError};
use world::{HandClock, PATIENCE, World, ana, jid, to_ana, words};

/// A connected tenant that tells everybody who writes.
async fn shop(clock: std::sync::Arc<HandClock>, text: &str) -> (World, FakeSession) {
    let (world, session) = World::by(clock).await.connect().await;
    let away = AwayMessage { is_on: true, when: AwayWhen::Always, text: text.into(), ..AwayMessage::default() };
    let messages = AutomaticMessages { away, ..AutomaticMessages::default() };
    world.host.set_automatic_messages(world.tenant, messages).await.unwrap();
    (world, session)
}

/// Waits until as much lies in the outbox as there should.
async fn until_waiting(world: &World, count: usize) {
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let look = async {
        while chats.waiting(None, None, 9).await.unwrap().len() != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.expect("the outbox never was so");
}

#[tokio::test]
async fn what_waits_for_a_connection_for_too_long_leaves_no_more_whenever_it_comes_back() {
    let clock = HandClock::new();
    let (world, session) = shop(clock.clone(), "fechado").await;
    session.answer_sends(|_| Err(SendError::NotConnected));
    session.deliver_text(&Address::one(ana()), "A1", "bom dia", clock.now()).await.unwrap();
    until_waiting(&world, 1).await;
    clock.advance(5 * 60_000);
    // The session lives on all the time, and the outbox was looked at before.
    until_waiting(&world, 0).await;
    session.answer_sends(|_| Ok(()));
    world.send(to_ana("de uma pessoa")).await;
    let done = session.until(|done| !done.sent.is_empty()).await;
    assert_eq!(done.sent.iter().map(words).collect::<Vec<_>>(), ["de uma pessoa"]);
}

#[tokio::test]
async fn nothing_is_sent_that_says_nothing() {
    let clock = HandClock::new();
    let (world, session) = shop(clock.clone(), "{nome}").await;
    let hidden = Address::one(jid("200000000009@lid"));
    session.deliver_text(&hidden, "A1", "bom dia", clock.now()).await.unwrap();
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let look = async {
        while !chats.due_answers(clock.now()).await.unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.expect("it stayed due");
    assert!(chats.waiting(None, None, 9).await.unwrap().is_empty());
    assert!(session.done().sent.is_empty());
}
