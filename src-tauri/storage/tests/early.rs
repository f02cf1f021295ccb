//! What was said of a message before it was here counts once it is, also when the process ended in between.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, ChatKind, EventBody, GroupFacts, GroupInfo, MessageStatus, Participant, Receipt, Received, Role,
};
use portaria_storage::ChatStore;
use world::{NOW, World, ana, deliver, everything, from, group, history, id, in_group, jid, me, own, receipt};

fn bia() -> Address {
    Address::one(jid("5511900000003@s.whatsapp.net")) // invented
}

async fn again(world: World) -> (World, ChatStore) {
    let world = world.reopen().await;
    let tenant = world.stores.placements().await.unwrap().remove(0).unwrap().tenant;
    let chats = world.stores.chats(tenant).await.unwrap();
    (world, chats)
}

fn of_us_in_group() -> GroupInfo {
    GroupInfo {
        chat: group(),
        kind: ChatKind::Group,
        subject: "Obra".into(),
        facts: GroupFacts::default(),
        disappears_after_s: None,
        participants: [ana(), bia(), me()].map(|address| Participant { address, role: Role::Member }).into(),
    }
}

fn own_in_group(id: &str) -> Received {
    let received = in_group(me(), id, "oi");
    Received { key: portaria_domain::MessageKey { from_me: true, ..received.key }, ..received }
}

#[tokio::test]
async fn a_receipt_waits_on_disk_for_what_the_phone_wrote() {
    let world = World::new().await;
    let chats = world.chats().await;
    for status in [MessageStatus::Delivered, MessageStatus::Read] {
        let told = chats.apply_receipt(receipt(ana(), &[id("B1"), id("B2")], status, NOW), NOW).await.unwrap();
        assert!(told.is_empty(), "nothing to tell of what is not here: {told:?}");
    }
    let (world, chats) = again(world).await;
    let events = deliver(&chats, vec![own(ana(), "B1", "oi")], NOW).await;
    assert!(
        matches!(&events[0].body, EventBody::MessageCreated { message, .. } if message.status == MessageStatus::Read),
        "its event says so at once: {events:?}"
    );
    let (_world, chats) = again(world).await;
    chats.store_history(history(ana(), vec![(own(ana(), "B2", "e o bolo?"), MessageStatus::Sent)]), NOW).await.unwrap();
    let all = everything(&chats).await;
    assert!(all.iter().all(|message| message.status == MessageStatus::Read), "{all:?}");
    let receipts = chats.message_receipts(all[0].chat, &id("B1")).await.unwrap();
    assert!(receipts[0].delivered_at.is_some() && receipts[0].read_at.is_some(), "{receipts:?}");
}

#[tokio::test]
async fn what_was_read_on_the_phone_before_it_came_is_read_when_it_comes() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    chats.mark_read_elsewhere(&ana(), &[id("A2")], NOW).await.unwrap();
    // The same id in another chat is another message.
    deliver(&chats, vec![from(bia(), "A2", "bom dia")], NOW).await;
    let (_world, chats) = again(world).await;
    deliver(&chats, vec![from(ana(), "A2", "tudo bem?"), from(ana(), "A3", "alô?")], NOW).await;
    let unread = async |who: Address| chats.chat_by_address(&who).await.unwrap().unwrap().unread;
    assert_eq!((unread(ana()).await, unread(bia()).await), (1, 1), "A1 stands before A2");
}

#[tokio::test]
async fn the_phones_count_does_not_unread_what_was_read_since() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.mark_read_elsewhere(&ana(), &[id("A2")], NOW).await.unwrap();
    let messages = ["A1", "A2"].map(|id| (from(ana(), id, "oi"), MessageStatus::Delivered));
    let mut part = history(ana(), messages.into());
    part.chats[0].unread = 2;
    chats.store_history(part, NOW).await.unwrap();
    assert_eq!(chats.chat_by_address(&ana()).await.unwrap().unwrap().unread, 0);
}

#[tokio::test]
async fn a_group_message_is_read_once_its_members_are_known_or_the_last_who_had_not_has_left() {
    let world = World::new().await;
    let chats = world.chats().await;
    let by = |by: Address, message: &str, status| Receipt { by, ..receipt(group(), &[id(message)], status, NOW) };
    deliver(&chats, vec![own_in_group("B1")], NOW).await;
    for who in [ana(), bia()] {
        chats.apply_receipt(by(who, "B1", MessageStatus::Delivered), NOW).await.unwrap();
    }
    chats.apply_receipt(by(ana(), "B1", MessageStatus::Read), NOW).await.unwrap();
    let status = async || everything(&chats).await[0].status;
    assert_eq!(status().await, MessageStatus::Sent, "nobody knows who else is there");
    chats.use_account(&me(), NOW).await.unwrap();
    let events = chats.set_group(of_us_in_group(), NOW).await.unwrap();
    assert_eq!(status().await, MessageStatus::Delivered);
    assert!(events.iter().any(|event| matches!(event.body, EventBody::MessageStatusChanged { .. })), "{events:?}");
    let mut without_bia = of_us_in_group();
    without_bia.participants.retain(|participant| participant.address != bia());
    chats.set_group(without_bia, NOW).await.unwrap();
    assert_eq!(status().await, MessageStatus::Read);
}

#[tokio::test]
async fn a_tick_that_was_missed_comes_with_the_past() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![own(ana(), "B1", "oi")], NOW).await;
    let with = |status| history(ana(), vec![(own(ana(), "B1", "oi"), status)]);
    chats.store_history(with(MessageStatus::Read), NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].status, MessageStatus::Read);
    chats.store_history(with(MessageStatus::Delivered), NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].status, MessageStatus::Read, "and only forward");
}

#[tokio::test]
async fn of_what_never_comes_only_the_newest_is_kept() {
    let world = World::new().await;
    let chats = world.chats().await;
    let ids: Vec<_> = (0..1_030).map(|number| id(&format!("B{number}"))).collect();
    chats.apply_receipt(receipt(ana(), &ids, MessageStatus::Read, NOW), NOW).await.unwrap();
    deliver(&chats, vec![own(ana(), "B0", "antes"), own(ana(), "B1029", "depois")], NOW).await;
    let status: Vec<_> = everything(&chats).await.into_iter().map(|message| message.status).collect();
    assert_eq!(status, [MessageStatus::Sent, MessageStatus::Read]);
}
