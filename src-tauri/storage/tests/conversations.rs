//! What arrives is kept once, in the chat it belongs to, with events that count without gaps.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Address, Content, EventBody, MessageId, MessageStatus, Received};
use portaria_storage::{ChatQuery, StorageError};
use proptest::prelude::*;
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, due, due_ids, enqueue, everything, from, history, jid, receipt, text,
    to_ana,
};

#[tokio::test]
async fn a_message_that_comes_twice_is_kept_once_and_told_once() {
    let world = World::new().await;
    let chats = world.chats().await;
    let first = deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    assert!(first.iter().any(|event| matches!(event.body, EventBody::MessageReceived { .. })));
    let again = deliver(&chats, vec![from(ana(), "A1", "oi"), from(ana(), "A1", "oi")], NOW).await;
    assert!(again.is_empty(), "a redelivery is no news: {again:?}");
    assert_eq!(everything(&chats).await.len(), 1);
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!((chat.unread, chat.name.as_str()), (1, "Ana"));
}

#[tokio::test]
async fn a_message_is_there_by_any_address_of_its_chat_and_only_with_what_it_says() {
    let world = World::new().await;
    let chats = world.chats().await;
    let dark = Received { content: Content::Undecryptable, raw: None, ..from(ana(), "A2", "") };
    deliver(&chats, vec![from(ana(), "A1", "oi"), dark], NOW).await;
    let bia = Address::one(jid("5511900000003@s.whatsapp.net")); // invented
    let cases = [
        (ana(), "A1", true),
        (Address::one(jid(ANA_PN)), "A1", true),
        (Address::one(jid(ANA_LID)), "A1", true),
        (ana(), "A2", false),
        (ana(), "A3", false),
        (bia, "A1", false),
    ];
    for (chat, id, there) in cases {
        let id = MessageId::parse(id).unwrap();
        assert_eq!(chats.has_delivered(&chat, &id).await.unwrap(), there, "{id} in {chat:?}");
    }
}

#[tokio::test]
async fn a_chat_says_up_to_which_event_it_is_true() {
    let world = World::new().await;
    let chats = world.chats().await;
    for id in ["A1", "A2"] {
        let told = deliver(&chats, vec![from(ana(), id, "oi")], NOW).await;
        let newest = told.last().unwrap().number;
        let listed = chats.chats(ChatQuery { limit: 1, ..ChatQuery::default() }).await.unwrap().remove(0);
        let shown = chats.chat_by_address(&ana()).await.unwrap().unwrap();
        assert_eq!((listed.as_of, shown.as_of), (newest, newest), "{id}");
    }
}

#[tokio::test]
async fn pages_of_one_moment_hold_each_message_once_in_the_order_of_arrival() {
    let world = World::new().await;
    let chats = world.chats().await;
    let ids: Vec<String> = (0..120).map(|number| format!("A{number}")).collect();
    deliver(&chats, ids.iter().map(|id| from(ana(), id, "oi")).collect(), NOW).await;
    let paged: Vec<String> = everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect();
    assert_eq!(paged, ids, "three pages, and a page goes on where the one before ended");
}

#[tokio::test]
async fn what_was_stored_is_there_after_a_restart() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    chats.enqueue(to_ana("B1", "bom dia", None), NOW).await.unwrap();
    let last = chats.last_event_number().await.unwrap();
    drop(chats);

    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(everything(&chats).await.len(), 2);
    assert_eq!(due(&chats, NOW).await[0].id.as_str(), "B1", "and still waits to be sent");
    assert_eq!(chats.last_event_number().await.unwrap(), last);
}

#[tokio::test]
async fn a_number_and_a_privacy_id_that_prove_to_be_one_become_one_chat() {
    let world = World::new().await;
    let chats = world.chats().await;
    let by_number = Address::one(jid(ANA_PN));
    let by_lid = Address::one(jid(ANA_LID));
    deliver(&chats, vec![from(by_number, "A1", "pelo número")], NOW).await;
    deliver(&chats, vec![from(by_lid.clone(), "A2", "pelo id")], NOW + 1).await;
    let older = chats.chat_by_address(&Address::one(jid(ANA_PN))).await.unwrap().unwrap().id;
    assert_ne!(chats.chat_by_address(&by_lid).await.unwrap().unwrap().id, older, "nothing is guessed");

    deliver(&chats, vec![from(ana(), "A3", "pelos dois")], NOW + 2).await;
    let merged = chats.chat_by_address(&by_lid).await.unwrap().unwrap();
    assert_eq!(merged.id, older, "the older chat keeps its id");
    assert_eq!(merged.address, ana());
    assert_eq!((merged.unread, everything(&chats).await.len()), (3, 3));
    assert_eq!(merged.last_message.unwrap().content, text("pelos dois"));
}

#[tokio::test]
async fn a_message_that_could_not_be_read_is_completed_by_its_second_coming() {
    let world = World::new().await;
    let chats = world.chats().await;
    let dark = Received { content: Content::Undecryptable, raw: None, ..from(ana(), "A1", "") };
    deliver(&chats, vec![dark.clone()], NOW).await;
    let events = deliver(&chats, vec![from(ana(), "A1", "agora sim")], NOW).await;
    assert_eq!(events.len(), 1, "the text is news");
    deliver(&chats, vec![dark], NOW).await;
    assert_eq!(everything(&chats).await[0].content, text("agora sim"), "and stays");
}

#[tokio::test]
async fn events_count_without_gaps_and_are_read_again_by_number() {
    let world = World::new().await;
    let chats = world.chats().await;
    for index in 0..20 {
        deliver(&chats, vec![from(ana(), &format!("A{index}"), "oi")], NOW).await;
        chats.enqueue(to_ana(&format!("B{index}"), "oi", None), NOW).await.unwrap();
    }
    let events = chats.events_after(0, 1_000).await.unwrap().events;
    let numbers: Vec<u64> = events.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    assert_eq!(chats.events_after(30, 5).await.unwrap().events[0].number, 31);
    assert_eq!(chats.last_event_number().await.unwrap(), numbers.len() as u64);
}

#[tokio::test]
async fn the_same_key_sends_once_and_another_text_under_it_is_refused() {
    let world = World::new().await;
    let chats = world.chats().await;
    let first = chats.enqueue(to_ana("B1", "oi", Some("k")), NOW).await.unwrap();
    let again = chats.enqueue(to_ana("B2", "oi", Some("k")), NOW).await.unwrap();
    assert!(again.duplicate && again.id == first.id && again.events.is_empty());
    let other = chats.enqueue(to_ana("B3", "tchau", Some("k")), NOW).await;
    assert!(matches!(other, Err(StorageError::IdempotencyConflict)));
    assert_eq!(everything(&chats).await.len(), 1, "what was refused left nothing");
}

#[tokio::test]
async fn history_adds_what_is_missing_and_can_come_again() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A9", "ao vivo")], NOW).await;
    let past = (0..100).map(|index| {
        let at = Some(NOW - 100_000 + index * 1_000);
        (Received { at, ..from(ana(), &format!("A{index}"), "antes") }, MessageStatus::Read)
    });
    let mut part = history(ana(), past.collect());
    part.chats[0].name = "Ana Lima".into();
    part.chats[0].unread = 7;
    part.push_names = vec![(ana(), "Aninha".into())];
    let events = chats.store_history(part.clone(), NOW).await.unwrap().events;
    assert_eq!(events.iter().map(|event| event.body.name()).collect::<Vec<_>>(), ["history.stored"]);
    chats.store_history(part, NOW).await.unwrap();
    assert_eq!(everything(&chats).await.len(), 100);
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat.name, "Ana Lima", "the address book beats what people call themselves");
    assert_eq!(chat.last_message.unwrap().content, text("ao vivo"), "what is here already wins");
    assert_eq!(chat.unread, 8, "seven by the phone's count, and one that came here after them");
}

#[tokio::test]
async fn reading_a_chat_names_the_messages_whose_senders_want_to_know() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "um"), from(ana(), "A2", "dois")], NOW).await;
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;
    let events = chats.mark_chat_read(chat, NOW).await.unwrap();
    assert_eq!(events.len(), 1);
    let pending = chats.pending_reads(9).await.unwrap();
    assert_eq!(pending[0].ids.iter().map(MessageId::as_str).collect::<Vec<_>>(), ["A1", "A2"]);
    assert!(chats.mark_chat_read(chat, NOW).await.unwrap().is_empty(), "read is read");
    chats.forget_reads(&pending[0]).await.unwrap();
    assert!(chats.pending_reads(9).await.unwrap().is_empty(), "and is told once");
    assert_eq!(chats.chat(chat).await.unwrap().unwrap().unread, 0);
}

#[tokio::test]
async fn a_quick_answer_stands_after_its_question() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.enqueue(to_ana("B1", "tem pão?", None), NOW + 895).await.unwrap();
    // WhatsApp's time has no milliseconds.
    deliver(&chats, vec![from(ana(), "A1", "tem")], NOW + 990).await;
    let texts: Vec<_> = everything(&chats).await.into_iter().map(|message| message.content).collect();
    assert_eq!(texts, [text("tem pão?"), text("tem")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn receipts_in_any_order_only_go_forward(order in Just(vec![MessageStatus::Sent, MessageStatus::Delivered, MessageStatus::Read]).prop_shuffle()) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let world = World::new().await;
            let chats = world.chats().await;
            let sent = enqueue(&chats, to_ana("B1", "oi", None), NOW).await;
            let row = due(&chats, NOW).await[0].row;
            let mut before = MessageStatus::Queued;
            for status in order {
                if status == MessageStatus::Sent {
                    chats.mark_sent(row, NOW).await.unwrap();
                } else {
                    chats.apply_receipt(receipt(ana(), std::slice::from_ref(&sent.id), status, NOW), NOW).await.unwrap();
                }
                let now = chats.message(sent.chat, &sent.id).await.unwrap().unwrap().status;
                assert!(now >= before, "{before:?} went back to {now:?}");
                before = now;
            }
            assert_eq!(before, MessageStatus::Read);
            assert!(due_ids(&chats, NOW).await.is_empty(), "what was read does not wait to be sent");
        });
    }
}
