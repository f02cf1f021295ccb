//! What is to be sent waits, is sent, and is kept until it was delivered.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Address, FailureReason, MessageStatus};
use portaria_storage::OutgoingMessage;
use world::{NOW, World, ana, everything, id, jid, to_ana};

#[tokio::test]
async fn what_waits_fails_all_at_once_when_the_phone_is_unlinked() {
    let world = World::new().await;
    let chats = world.chats().await;
    for index in 0..30 {
        chats.enqueue(to_ana(&format!("B{index}"), "oi", None), NOW).await.unwrap();
    }
    let events = chats.fail_pending(NOW).await.unwrap();
    assert_eq!(events.len(), 30);
    assert!(chats.pending(1).await.unwrap().is_empty());
    assert!(everything(&chats).await.iter().all(|message| message.failure == Some(FailureReason::LoggedOut)));
    assert!(chats.fail_pending(NOW).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_sent_waits_again_until_it_is_delivered_or_has_been_sent_often_enough() {
    let world = World::new().await;
    let chats = world.chats().await;
    let waiting = async || -> Vec<String> {
        chats.pending(9).await.unwrap().into_iter().map(|item| item.id.to_string()).collect()
    };
    let minute_ms = 60_000;
    for (id, sent_at) in [("OLD", NOW), ("SEEN", NOW + 9 * minute_ms), ("LOST", NOW + 10 * minute_ms)] {
        let stored = chats.enqueue(to_ana(id, "oi", None), sent_at).await.unwrap().message;
        assert_eq!(chats.mark_sent(stored.chat, &stored.id, sent_at).await.unwrap().len(), 1);
    }
    chats.enqueue(to_ana("NEW", "oi", None), NOW + 11 * minute_ms).await.unwrap();
    chats.apply_receipt(&ana(), &[id("SEEN")], MessageStatus::Delivered, NOW + 11 * minute_ms).await.unwrap();
    assert_eq!(waiting().await, ["NEW"], "what is sent does not wait while the session lives");

    for _ in 0..3 {
        assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1, "OLD had its time, and SEEN its second tick");
        assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0, "it waits already");
        assert_eq!(waiting().await, ["LOST", "NEW"], "in the order in which they were accepted");
        let lost = chats.pending(1).await.unwrap().remove(0);
        let events = chats.mark_sent(lost.chat, &lost.id, NOW + 12 * minute_ms).await.unwrap();
        assert!(events.is_empty(), "a second sending is no news: {events:?}");
    }
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0, "three times is enough");
    assert_eq!(waiting().await, ["NEW"]);
}

#[tokio::test]
async fn what_was_sent_to_a_group_is_not_repeated_for_want_of_ticks() {
    let world = World::new().await;
    let chats = world.chats().await;
    let group = Address::one(jid("120363000000000001@g.us"));
    let sent = chats.enqueue(OutgoingMessage { to: group, ..to_ana("B1", "oi", None) }, NOW).await.unwrap().message;
    chats.mark_sent(sent.chat, &sent.id, NOW).await.unwrap();
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0);
    assert!(chats.pending(1).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_sent_text_does_not_fail_because_its_second_sending_was_refused() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = chats.enqueue(to_ana("B1", "oi", None), NOW).await.unwrap().message;
    chats.mark_sent(sent.chat, &sent.id, NOW).await.unwrap();
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1);
    let events = chats.mark_failed(sent.chat, &sent.id, FailureReason::Restricted, NOW).await.unwrap();
    assert!(events.is_empty(), "{events:?}");
    assert!(chats.pending(1).await.unwrap().is_empty(), "nor is it tried for ever");
    let now = chats.message(sent.chat, &sent.id).await.unwrap().unwrap();
    assert_eq!((now.status, now.failure), (MessageStatus::Sent, None));
}
