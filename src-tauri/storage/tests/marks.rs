//! What was said about a message, whichever comes first.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Address, ChatChange, Content, Delivered, EventBody, Mark, MarkKind, Message, Received, UnixMs};
use proptest::prelude::*;
use world::{
    NOW, World, ana, deliver, deliver_mark, edit, everything, from, group, history, in_group, jid, mark, me, own, text,
};

fn bia() -> Address {
    Address::one(jid("200000000003@lid"))
}

fn react(emoji: &str) -> MarkKind {
    MarkKind::Reaction { emoji: emoji.into() }
}

#[tokio::test]
async fn an_edit_is_told_with_the_message_as_it_is_then() {
    let world = World::new().await;
    let chats = world.chats().await;
    let said = from(ana(), "A1", "o preço: 21");
    deliver(&chats, vec![said.clone()], NOW).await;
    let events = deliver_mark(&chats, mark(&said, ana(), "A2", NOW + 1, edit("o preço certo: 12"))).await;
    let EventBody::MessageUpdated { message, chat } = &events[0].body else { panic!("{events:?}") };
    assert_eq!(message.content, text("o preço certo: 12"));
    assert_eq!(chat.last_message.as_ref().unwrap().content, text("o preço certo: 12"), "and the list shows it");
    assert_eq!(message.marks.edits[0].content, text("o preço: 21"));
    assert!(deliver_mark(&chats, mark(&said, ana(), "A2", NOW + 1, edit("o preço certo: 12"))).await.is_empty());
}

#[tokio::test]
async fn a_mark_waits_for_its_message_and_makes_no_ghost_of_a_chat() {
    let world = World::new().await;
    let chats = world.chats().await;
    let said = from(ana(), "A1", "oi");
    deliver_mark(&chats, mark(&said, ana(), "A2", NOW, react("👍"))).await;
    let query = || portaria_storage::ChatQuery { limit: 9, ..Default::default() };
    assert!(chats.chats(query()).await.unwrap().is_empty());
    let events = deliver(&chats, vec![said], NOW).await;
    assert!(
        matches!(&events[..], [event] if matches!(&event.body, EventBody::MessageReceived { message, .. } if message.marks.reactions.len() == 1))
    );
    assert_eq!(chats.chats(query()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_deleted_for_everyone_is_nowhere_on_the_disk() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let said = from(ana(), "A1", "segredo-um");
    deliver(&chats, vec![said.clone()], NOW).await;
    deliver_mark(&chats, mark(&said, ana(), "A2", NOW + 1, edit("segredo-dois"))).await;
    deliver_mark(&chats, mark(&said, ana(), "A3", NOW + 2, MarkKind::Revoke)).await;
    let shown = everything(&chats).await.remove(0);
    assert_eq!(shown.content, Content::Deleted);
    assert!(shown.marks.edits.is_empty());
    let told = format!("{:?}", chats.events_after(0, 99).await.unwrap());
    assert!(!told.contains("segredo"), "the log of events keeps it: {told}");
    deliver(&chats, vec![said.clone()], NOW).await;
    assert_eq!(everything(&chats).await[0].content, Content::Deleted, "a redelivery brings nothing back");
    chats.store_history(history(ana(), vec![(said, portaria_domain::MessageStatus::Read)]), NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].content, Content::Deleted, "nor does the phone's history");
}

#[tokio::test]
async fn a_message_that_was_deleted_before_it_came_says_nothing() {
    let world = World::new().await;
    let chats = world.chats().await;
    let said = in_group(ana(), "A1", "oi");
    deliver_mark(&chats, mark(&said, bia(), "A2", NOW, MarkKind::Revoke)).await;
    deliver(&chats, vec![said], NOW).await;
    let shown = everything(&chats).await.remove(0);
    assert_eq!((shown.content, shown.marks.deleted.unwrap().by), (Content::Deleted, bia()), "by an admin of the group");
}

#[tokio::test]
async fn what_is_deleted_for_this_account_alone_leaves_the_chat() {
    let world = World::new().await;
    let chats = world.chats().await;
    let (first, second) = (from(ana(), "A1", "um"), from(ana(), "A2", "dois"));
    deliver(&chats, vec![first, second.clone()], NOW).await;
    deliver_mark(&chats, mark(&second, me(), "S1", NOW, MarkKind::DeleteForMe)).await;
    let shown: Vec<_> = everything(&chats).await.into_iter().map(|message| message.content).collect();
    assert_eq!(shown, [text("um")]);
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat.last_message.unwrap().content, text("um"));
}

#[tokio::test]
async fn a_sealed_mark_is_handed_out_once_its_message_is_there_and_opened_in_its_place() {
    let world = World::new().await;
    let chats = world.chats().await;
    let poll = from(ana(), "A1", "enquete");
    let sealed = mark(&poll, bia(), "V1", NOW, MarkKind::Sealed { name: "pollUpdateMessage".into() });
    let stored = chats.store_delivered(vec![Delivered::Mark(Box::new(sealed))], NOW).await.unwrap();
    assert!(stored.sealed.is_empty(), "there is nothing to open it with");
    let stored = chats.store_delivered(vec![Delivered::Message(Box::new(poll))], NOW).await.unwrap();
    let open = &stored.sealed[0];
    assert_eq!((open.message.bytes.as_slice(), open.author.clone()), (&b"enquete"[..], ana()));
    assert_eq!(chats.sealed_marks(9).await.unwrap().len(), 1, "a kill in between loses nothing");
    let vote = MarkKind::Vote { options: vec!["ab".into()] };
    let events = chats.open_mark(open.row, vote, open.mark.at, NOW).await.unwrap();
    assert!(matches!(&events[0].body, EventBody::MessageUpdated { message, .. } if message.marks.votes.len() == 1));
    assert!(chats.sealed_marks(9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_cleared_chat_keeps_what_has_a_star_and_what_came_after() {
    let world = World::new().await;
    let chats = world.chats().await;
    let at = |received: Received, at: UnixMs| Received { at: Some(at), ..received };
    let starred = at(from(ana(), "A1", "guardar"), NOW - 9_000);
    let batch = vec![starred.clone(), at(from(ana(), "A2", "velho"), NOW - 8_000), from(ana(), "A3", "novo")];
    deliver(&chats, batch, NOW).await;
    deliver_mark(&chats, mark(&starred, me(), "S1", NOW, MarkKind::Star { is_on: true })).await;
    let change = ChatChange::Cleared { until: NOW - 5_000, keeps_starred: true };
    chats.change_chat(&ana(), change, NOW).await.unwrap();
    let left: Vec<_> = everything(&chats).await.into_iter().map(|message| message.content).collect();
    assert_eq!(left, [text("guardar"), text("novo")]);
    let events = chats.change_chat(&ana(), ChatChange::Deleted { until: NOW }, NOW).await.unwrap();
    assert!(matches!(events[0].body, EventBody::ChatRemoved { merged_into: None, .. }), "{events:?}");
    assert!(everything(&chats).await.is_empty());
}

/// What a chat shows, without the order in which things came.
fn shown(message: &Message) -> String {
    format!("{} {:?} {:?} {:?}", message.id, message.content, message.context, message.marks)
}

fn delivered(step: &Step, messages: &[Received]) -> Delivered {
    match step {
        Step::Message(index) => Delivered::Message(Box::new(messages[*index].clone())),
        Step::Mark(mark) => Delivered::Mark(mark.clone()),
    }
}

#[derive(Clone, Debug)]
enum Step {
    Message(usize),
    Mark(Box<Mark>),
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_order_ends_in_the_same_chat(
        seed in prop::collection::vec((0..3_usize, 0..6_u8, 0..3_u8), 1..14),
        order in prop::collection::vec(any::<prop::sample::Index>(), 40),
        cut in any::<prop::sample::Index>(),
    ) {
        let messages = [in_group(ana(), "M0", "zero"), in_group(bia(), "M1", "um"), own(group(), "M2", "dois")];
        let messages = messages.map(|received| Received { chat_kind: portaria_domain::ChatKind::Group, ..received });
        let mut steps: Vec<Step> = (0..3).map(Step::Message).collect();
        for (index, (target, kind, by)) in seed.into_iter().enumerate() {
            let by = [ana(), bia(), me()][usize::from(by)].clone();
            let kind = match kind {
                0 => react("👍"),
                1 => react(""),
                2 => edit(&format!("edição {index}")),
                3 => MarkKind::Revoke,
                4 => MarkKind::Star { is_on: index % 2 == 0 },
                _ => MarkKind::Vote { options: vec![format!("{index}")] },
            };
            let at = NOW + i64::try_from(index % 4).unwrap();
            steps.push(Step::Mark(Box::new(mark(&messages[target], by, &format!("K{index:02}"), at, kind))));
        }
        // Another order, in which everything comes once at least and some of it twice, and a restart in the midst of it.
        let mut other = steps.clone();
        for index in &order {
            let step = index.get(&steps).clone();
            other.insert(index.index(other.len()), step);
        }
        let restart = cut.index(other.len());
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let mut ends = Vec::new();
            for (steps, restart) in [(&steps, usize::MAX), (&other, restart)] {
                let mut world = World::new().await;
                let tenant = world.tenant("Sol").await;
                let mut chats = world.stores.chats(tenant).await.unwrap();
                for (index, step) in steps.iter().enumerate() {
                    if index == restart {
                        drop(chats);
                        world = world.reopen().await;
                        chats = world.stores.chats(tenant).await.unwrap();
                    }
                    chats.store_delivered(vec![delivered(step, &messages)], NOW).await.unwrap();
                }
                let mut shown: Vec<_> = everything(&chats).await.iter().map(shown).collect();
                shown.sort();
                ends.push(shown);
            }
            assert_eq!(ends[0], ends[1]);
        });
    }
}

#[tokio::test]
async fn what_others_delete_is_kept_where_the_provider_says_so_and_gone_when_they_take_it_back() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let delete = async |id: &str, words: &str| {
        let said = from(ana(), id, words);
        deliver(&chats, vec![said.clone()], NOW).await;
        deliver_mark(&chats, mark(&said, ana(), &format!("{id}-e"), NOW + 1, edit(&format!("{words}, corrigido"))))
            .await;
        deliver_mark(&chats, mark(&said, ana(), &format!("{id}-r"), NOW + 2, MarkKind::Revoke)).await;
    };
    delete("A1", "segredo-um").await;
    chats.set_keeps_deleted(true, NOW).await.unwrap();
    delete("A2", "segredo-dois").await;
    let mine = own(ana(), "B1", "meu");
    deliver(&chats, vec![mine.clone()], NOW).await;
    deliver_mark(&chats, mark(&mine, me(), "B1-r", NOW + 3, MarkKind::Revoke)).await;
    let shown = everything(&chats).await;
    assert!(shown.iter().all(|message| message.content == Content::Deleted));
    let kept: std::collections::BTreeMap<_, _> =
        shown.into_iter().map(|message| (message.id.to_string(), message.kept.map(|kept| *kept))).collect();
    assert_eq!(kept["A2"], Some(text("segredo-dois, corrigido")), "as it was said last");
    assert_eq!((&kept["A1"], &kept["B1"]), (&None, &None), "not what went before, nor what the account deletes itself");

    let told = chats.set_keeps_deleted(false, NOW).await.unwrap();
    assert!(
        matches!(&told[..], [event] if matches!(&event.body, EventBody::MessageUpdated { message, .. } if message.kept.is_none()))
    );
    for message in everything(&chats).await {
        let left = chats.kept_message(message.chat, &message.id).await.unwrap().unwrap();
        assert!(left.raw.is_none() && message.kept.is_none(), "and nothing of it is here: {message:?}");
    }
}
