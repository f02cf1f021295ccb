//! A long past, and what arrives while it is being kept.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Delivered, EventBody, HistoryPart, MessageStatus, Received};
use world::{NOW, World, ana, everything, from, group, history_chat, in_group};

/// Messages of one chat; more than are kept at a time, and not a multiple of that.
const LONG: usize = 1_030;

fn long_past() -> HistoryPart {
    let long = (0..LONG).map(|index| {
        let at = Some(NOW - 1_000 * i64::try_from(2 * LONG - index).unwrap());
        (Received { at, ..from(ana(), &format!("A{index}"), "oi") }, MessageStatus::Read)
    });
    let mut chats = vec![history_chat(ana(), long.collect())];
    chats[0].unread = 3;
    let other = in_group(ana(), "G1", "oi");
    chats.push(history_chat(group(), vec![(other, MessageStatus::Read)]));
    HistoryPart { chats, push_names: vec![(ana(), "Ana".to_owned())] }
}

#[tokio::test]
async fn a_past_that_is_kept_in_pieces_is_the_same_past() {
    let world = World::new().await;
    let chats = world.chats().await;
    let stored = chats.store_history(long_past(), NOW).await.unwrap();
    let told: Vec<_> = stored.events.into_iter().map(|event| event.body).collect();
    let messages = u32::try_from(LONG + 1).unwrap();
    assert_eq!(told, [EventBody::HistoryStored { chats: 2, messages }], "one event, however many pieces");
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!((chat.unread, chat.name.as_str()), (3, "Ana"));
    assert_eq!(chat.last_message.unwrap().id.as_str(), format!("A{}", LONG - 1));
    let ids: Vec<_> = everything(&chats).await.into_iter().filter(|message| message.chat == chat.id).collect();
    assert!(ids.iter().enumerate().all(|(index, message)| message.id.as_str() == format!("A{index}")));
    assert_eq!(ids.len(), LONG);

    let again = chats.store_history(long_past(), NOW).await.unwrap();
    let told: Vec<_> = again.events.into_iter().map(|event| event.body).collect();
    assert_eq!(told, [EventBody::HistoryStored { chats: 2, messages: 0 }], "the same part again is nothing new");
}

#[tokio::test]
async fn what_arrives_meanwhile_does_not_wait_for_the_whole_past() {
    let world = World::new().await;
    let chats = world.chats().await;
    let live = vec![Delivered::Message(Box::new(from(ana(), "LIVE", "oi")))];
    let (past, live) = tokio::join!(chats.store_history(long_past(), NOW), chats.store_delivered(live, NOW));
    let number = |events: &[portaria_domain::Event]| events.last().unwrap().number;
    assert!(number(&live.unwrap().events) < number(&past.unwrap().events), "it was stored before the past's end");
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat.last_message.unwrap().id.as_str(), "LIVE");
    assert_eq!(chat.unread, 4, "the phone's three, and the one that came after them");
}
