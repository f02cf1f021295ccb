//! A long past, and what arrives while it is being kept.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, Call, CallOutcome, ChatKind, Content, Delivered, EventBody, GroupFacts, GroupInfo, HistoryBlob,
    HistoryChat, HistoryNotice, HistoryPart, HistoryPolicy, HistoryProgress, MarkKind, MessageKey, MessageStatus,
    Participant, Receipt, Received, Role,
};
use portaria_storage::ChatQuery;
use world::{
    NOW, World, ana, deliver, deliver_mark, edit, everything, from, group, history_chat, id, in_group, jid, mark, me,
    own, receipt,
};

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
    HistoryPart { chats, push_names: vec![(ana(), "Ana".to_owned())], calls: Vec::new() }
}

#[tokio::test]
async fn a_past_that_is_kept_in_pieces_is_the_same_past() {
    let world = World::new().await;
    let chats = world.chats().await;
    let stored = chats.store_history(long_past(), NOW).await.unwrap();
    let told: Vec<_> = stored.events.into_iter().map(|event| event.body).collect();
    let messages = u32::try_from(LONG + 1).unwrap();
    assert_eq!(
        told,
        [EventBody::HistoryStored { chats: 2, messages, messages_so_far: messages.into() }],
        "one event, however many pieces"
    );
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!((chat.unread, chat.name.as_str()), (3, "Ana"));
    assert_eq!(chat.last_message.unwrap().id.as_str(), format!("A{}", LONG - 1));
    let ids: Vec<_> = everything(&chats).await.into_iter().filter(|message| message.chat == chat.id).collect();
    assert!(ids.iter().enumerate().all(|(index, message)| message.id.as_str() == format!("A{index}")));
    assert_eq!(ids.len(), LONG);

    let again = chats.store_history(long_past(), NOW).await.unwrap();
    let told: Vec<_> = again.events.into_iter().map(|event| event.body).collect();
    assert_eq!(
        told,
        [EventBody::HistoryStored { chats: 2, messages: 0, messages_so_far: messages.into() }],
        "the same part again is nothing new"
    );
}

#[tokio::test]
async fn what_was_deleted_for_everyone_while_no_phone_was_linked_is_deleted_by_the_past() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "segredo"), in_group(ana(), "G1", "segredo")], NOW).await;
    let gone =
        |received: Received| (Received { content: Content::Deleted, raw: None, ..received }, MessageStatus::Read);
    let past = || HistoryPart {
        chats: vec![
            history_chat(ana(), vec![gone(from(ana(), "A1", ""))]),
            history_chat(group(), vec![gone(in_group(ana(), "G1", ""))]),
        ],
        ..HistoryPart::default()
    };
    for _ in 0..2 {
        chats.store_history(past(), NOW + 1).await.unwrap();
        let all = everything(&chats).await;
        assert_eq!(all.iter().map(|message| &message.content).collect::<Vec<_>>(), [&Content::Deleted; 2]);
        assert!(all.iter().all(|message| message.marks.deleted.as_ref().is_some_and(|deleted| !deleted.from_me)));
    }
}

#[tokio::test]
async fn a_group_whose_members_the_past_tells_has_what_they_were_said_to_have() {
    let world = World::new().await;
    let chats = world.chats().await;
    let ours =
        Received { key: MessageKey { chat: group(), ..own(ana(), "B1", "oi").key }, ..in_group(me(), "B1", "oi") };
    deliver(&chats, vec![ours.clone()], NOW).await;
    let has_it = Receipt { by: ana(), ..receipt(group(), &[id("B1")], MessageStatus::Delivered, NOW) };
    chats.apply_receipt(has_it, NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].status, MessageStatus::Sent, "nobody knows yet who is in the group");
    let member = |address| Participant { address, role: Role::Member };
    let participants = vec![member(ana())];
    let told = HistoryChat { participants, ..history_chat(group(), vec![(ours, MessageStatus::Sent)]) };
    chats.store_history(HistoryPart { chats: vec![told], ..HistoryPart::default() }, NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].status, MessageStatus::Delivered);
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

#[tokio::test]
async fn how_far_the_past_has_come_outlasts_a_kill_and_counts_nothing_twice() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(chats.history_progress().await.unwrap(), None, "nothing came yet");
    chats.store_history(long_past(), NOW).await.unwrap();
    let known = |percent| HistoryProgress { messages: (LONG + 1) as u64, percent };
    assert_eq!(chats.history_progress().await.unwrap(), Some(known(None)), "the phone has said nothing yet");
    assert_eq!(chats.set_history_percent(40).await.unwrap(), known(Some(40)));
    assert_eq!(chats.set_history_percent(30).await.unwrap(), known(Some(40)), "it never becomes less");
    chats.store_history(long_past(), NOW).await.unwrap();
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(chats.history_progress().await.unwrap(), Some(known(Some(40))));
    chats.set_history_percent(100).await.unwrap();
    assert_eq!(chats.history_progress().await.unwrap(), None, "all of it has come");
    chats.begin_history(NOW).await.unwrap();
    assert_eq!(chats.set_history_percent(1).await.unwrap(), HistoryProgress { messages: 0, percent: Some(1) });
}

#[tokio::test]
async fn pieces_of_the_past_outlast_a_kill_and_one_that_cannot_be_stored_holds_up_no_other() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert!(chats.next_history().await.unwrap().is_none());
    let blob = |byte: u8| HistoryBlob { compressed: vec![byte; 9], sync_type: 3, progress: Some(40) };
    for byte in [1, 2] {
        chats.keep_history(blob(byte)).await.unwrap();
    }
    let (first, kept) = chats.next_history().await.unwrap().unwrap();
    assert_eq!(kept, blob(1));
    chats.put_off_history(first).await.unwrap();
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let (second, kept) = chats.next_history().await.unwrap().unwrap();
    assert_eq!(kept, blob(2), "the first could not be stored");
    chats.history_taken(second).await.unwrap();
    let (first, kept) = chats.next_history().await.unwrap().unwrap();
    assert_eq!(kept, blob(1), "it comes again all the same");
    chats.history_taken(first).await.unwrap();
    assert!(chats.next_history().await.unwrap().is_none());
}

#[tokio::test]
async fn the_phone_is_asked_three_times_for_what_it_spoke_of_and_never_for_what_came() {
    let world = World::new().await;
    let chats = world.chats().await;
    let notice = |text: &str| HistoryNotice { id: id(text), phone: "5511900000001@s.whatsapp.net".into() }; // invented
    for text in ["3AAA", "3AAB"] {
        chats.expect_history(notice(text)).await.unwrap();
    }
    chats.history_came(vec![id("3AAB")]).await.unwrap();
    for _session in 0..9 {
        assert_eq!(
            chats.missing_history().await.unwrap(),
            [notice("3AAA")],
            "nobody knows what the phone would have said"
        );
    }
    for _ in 0..3 {
        assert_eq!(chats.missing_history().await.unwrap(), [notice("3AAA")]);
        chats.history_asked().await.unwrap();
        chats.expect_history(notice("3AAA")).await.unwrap(); // the phone says it again
    }
    assert_eq!(chats.missing_history().await.unwrap(), [], "it has it no more");

    chats.expect_history(notice("3AAC")).await.unwrap();
    chats.keep_history(HistoryBlob { compressed: vec![1], sync_type: 3, progress: None }).await.unwrap();
    chats.begin_history(NOW).await.unwrap();
    assert_eq!(chats.missing_history().await.unwrap(), [], "another pairing has another past");
    assert!(chats.next_history().await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_older_than_the_limit_is_not_kept_and_its_chats_still_appear() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_history_policy(HistoryPolicy { days: Some(30) }).await.unwrap();
    let at = |chat: Address, id: &str, days: i64| Received { at: Some(NOW - days * DAY_MS), ..from(chat, id, "oi") };
    let bia = || Address::one(jid("5511900000003@s.whatsapp.net")); // invented
    let messages = [at(ana(), "OLD", 31), at(ana(), "YOUNG", 29), Received { at: None, ..from(ana(), "NONE", "oi") }];
    let mut young = history_chat(ana(), messages.map(|message| (message, MessageStatus::Read)).into());
    let star = |of: &Received| mark(of, me(), "STAR", NOW, MarkKind::Star { is_on: true });
    young.marks = young.messages.iter().take(2).map(|one| star(&one.message)).collect();
    let old = HistoryChat {
        last_activity: Some(NOW - 90 * DAY_MS),
        ..history_chat(bia(), vec![(at(bia(), "B1", 90), MessageStatus::Read)])
    };
    let call = |id: &str, days: i64| Received {
        content: Content::Call(Call { is_video: false, outcome: CallOutcome::Missed, duration_s: None }),
        ..at(ana(), id, days)
    };
    let part =
        HistoryPart { chats: vec![young, old], calls: vec![call("C1", 40), call("C2", 1)], ..HistoryPart::default() };
    let stored = chats.store_history(part.clone(), NOW).await.unwrap();
    assert!(matches!(stored.events[0].body, EventBody::HistoryStored { chats: 2, messages: 3, messages_so_far: 3 }));
    let kept: Vec<_> = everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect();
    assert_eq!(kept, ["YOUNG", "NONE", "C2"]);
    let listed = chats.chats(ChatQuery { limit: 10, ..ChatQuery::default() }).await.unwrap();
    let listed: Vec<_> = listed.into_iter().map(|chat| (chat.address, chat.last_activity_at)).collect();
    assert_eq!(listed, [(ana(), NOW - DAY_MS), (bia(), NOW - 90 * DAY_MS)], "a chat without its messages is a chat");
    let again = chats.store_history(part, NOW).await.unwrap();
    assert!(matches!(again.events[0].body, EventBody::HistoryStored { messages: 0, .. }), "calls, too, are kept once");
}

#[tokio::test]
async fn who_is_in_a_group_is_known_from_the_past_until_whatsapp_says_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let member = |address: Address| Participant { address, role: Role::Member };
    let mut chat = history_chat(group(), Vec::new());
    (chat.kind, chat.participants) = (ChatKind::Group, vec![member(ana()), member(me())]);
    let part = HistoryPart { chats: vec![chat], ..HistoryPart::default() };
    chats.store_history(part.clone(), NOW).await.unwrap();
    let id = chats.chat_by_address(&group()).await.unwrap().unwrap().id;
    assert_eq!(chats.participants(id).await.unwrap().len(), 2);
    let now = GroupInfo {
        chat: group(),
        kind: ChatKind::Group,
        subject: "Obra".into(),
        facts: GroupFacts::default(),
        disappears_after_s: None,
        participants: vec![member(me())],
    };
    chats.set_group(now, NOW).await.unwrap();
    chats.store_history(part, NOW).await.unwrap();
    assert_eq!(chats.participants(id).await.unwrap(), [member(me())], "the past comes again, and is older");
}

#[tokio::test]
async fn what_was_changed_or_taken_away_while_no_phone_was_linked_is_so_by_the_past() {
    let world = World::new().await;
    let chats = world.chats().await;
    let (first, second) = (from(ana(), "A1", "quinta"), from(ana(), "A2", "combinado"));
    deliver(&chats, vec![first.clone(), second.clone()], NOW).await;
    let sign = |emoji: &str| MarkKind::Reaction { emoji: emoji.into() };
    for (target, name) in [(&first, "R1"), (&second, "R2")] {
        deliver_mark(&chats, mark(target, ana(), name, NOW + 10, sign("❤"))).await;
        deliver_mark(&chats, mark(target, me(), &format!("own-{name}"), NOW + 10, sign("👍"))).await;
    }
    // The phone is linked anew. Of the first message both signs are gone, and it says another day.
    chats.begin_history(NOW).await.unwrap();
    let now_says = Received { content: from(ana(), "A1", "sexta").content, ..first.clone() };
    let mut told = history_chat(ana(), vec![(now_says, MessageStatus::Read), (second.clone(), MessageStatus::Read)]);
    told.marks =
        vec![mark(&second, ana(), "R2", NOW + 10, sign("❤")), mark(&second, me(), "own-R2", NOW + 10, sign("👍"))];
    let past = HistoryPart { chats: vec![told], ..HistoryPart::default() };
    for _ in 0..2 {
        chats.store_history(past.clone(), NOW + 1_000).await.unwrap();
        let all = everything(&chats).await;
        assert_eq!(all[0].content.words(), Some("sexta"));
        assert_eq!((all[0].marks.edits.len(), all[0].marks.reactions.len()), (1, 0));
        assert_eq!(
            (all[1].content.words(), all[1].marks.reactions.len()),
            (Some("combinado"), 2),
            "nothing happened to it"
        );
    }
    // What is done from now on is newer than the past, which may come again.
    deliver_mark(&chats, mark(&first, ana(), "R3", NOW + 2_000, sign("😮"))).await;
    deliver_mark(&chats, mark(&first, ana(), "E2", NOW + 2_000, edit("sábado"))).await;
    deliver_mark(&chats, mark(&second, ana(), "R4", NOW + 2_000, sign("😮"))).await;
    chats.store_history(past, NOW + 3_000).await.unwrap();
    let all = everything(&chats).await;
    assert_eq!(all[0].content.words(), Some("sábado"));
    let signs = |at: usize| all[at].marks.reactions.iter().map(|one| one.emoji.as_str()).collect::<Vec<_>>();
    assert_eq!((signs(0), signs(1)), (vec!["😮"], vec!["👍", "😮"]));
}
