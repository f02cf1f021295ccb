//! Groups: how they are, and that it has to be asked after something changed.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Address, ChatKind, GroupFacts, GroupInfo, Participant, Role};
use world::{NOW, World, ana, deliver, group, in_group, me};

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
