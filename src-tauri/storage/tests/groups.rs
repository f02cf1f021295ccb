//! Groups: how they are, and that it has to be asked after something changed.

#![allow(clippy::unwrap_used)]

mod world;

use std::time::{Duration, Instant};

use portaria_domain::{Address, ChatKind, GroupFacts, GroupInfo, MessageStatus, Participant, Receipt, Role};
use portaria_storage::Outgoing;
use world::{NOW, World, ana, deliver, due, enqueue, group, in_group, jid, me, receipt, to_ana};

/// On two busy cores, without optimisation; what grows with the square of the members takes minutes.
const IN_TIME: Duration = Duration::from_secs(30);

fn with(people: impl IntoIterator<Item = Address>) -> GroupInfo {
    GroupInfo {
        chat: group(),
        kind: ChatKind::Group,
        subject: "Obra".into(),
        facts: GroupFacts::default(),
        disappears_after_s: None,
        participants: people.into_iter().map(|address| Participant { address, role: Role::Member }).collect(),
    }
}

#[tokio::test]
async fn a_group_of_which_something_changed_is_asked_for_until_it_was_described() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![in_group(ana(), "A1", "oi")], NOW).await;
    assert_eq!(chats.outdated_groups().await.unwrap(), []);
    chats.outdate_group(&group()).await.unwrap();
    let outdated = [group().primary().unwrap().clone()];
    assert_eq!(chats.outdated_groups().await.unwrap(), outdated);
    chats.set_group(with([ana(), me()]), NOW).await.unwrap();
    assert_eq!(chats.outdated_groups().await.unwrap(), []);
    chats.outdate_group(&group()).await.unwrap();
    chats.leave_group(&group(), NOW).await.unwrap();
    assert_eq!(chats.outdated_groups().await.unwrap(), [], "nobody tells the account any more");
}

/// Invented people, by their privacy ids.
fn person(number: usize) -> Address {
    Address::one(jid(&format!("2000000{number:06}@lid")))
}

#[tokio::test]
async fn a_group_of_thousands_is_described_read_and_told_of_in_time() {
    let world = World::new().await;
    let chats = world.chats().await;
    for size in [1_024, 5_000] {
        let began = Instant::now();
        for _ in 0..3 {
            chats.set_group(with((0..size).map(person)), NOW).await.unwrap();
        }
        let chat = chats.chat_by_address(&group()).await.unwrap().unwrap().id;
        let members = chats.participants(chat).await.unwrap();
        assert_eq!((members.len(), members.last()), (size, with([person(size - 1)]).participants.last()));

        let sent = enqueue(&chats, Outgoing { to: group(), ..to_ana(&format!("B{size}"), "oi", None) }, NOW).await;
        chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
        for part in (0..size).collect::<Vec<_>>().chunks(256) {
            let by = |who: &usize| Receipt {
                by: person(*who),
                ..receipt(group(), std::slice::from_ref(&sent.id), MessageStatus::Read, NOW)
            };
            let status = chats.message(chat, &sent.id).await.unwrap().unwrap().status;
            assert_eq!(status, MessageStatus::Sent, "not everybody has said something");
            chats.apply_receipts(part.iter().map(by).collect(), NOW).await.unwrap();
        }
        assert_eq!(chats.message(chat, &sent.id).await.unwrap().unwrap().status, MessageStatus::Read);
        assert!(began.elapsed() < IN_TIME, "{size} members took {:?}", began.elapsed());
    }
}
