use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use portaria_domain::{Activity, Cause, ChatKind, Content, Draft, HistoryPart, Jid, MarkKind, MessageStatus, Received};
use portaria_emulator::{Addressing, EmulatorConfig, Fault, FaultKind, Flow, HistoryPlan, NewGroup, ReceiptState};
use portaria_whatsapp::{Ending, SendError, Signal};

use crate::world::{ANA, PADARIA, PATIENCE, Session, World, outgoing, pn};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_goes_both_ways_and_ticks_come_back() {
    let world = World::new().await;
    let mut session = world.linked().await;

    world.ana.send_text(PADARIA, "tem pão?").await.unwrap();
    let asked = world.tenant.inbox.text("tem pão?").await;
    assert_eq!(asked.chat().pn, Some(pn(ANA)));
    assert_eq!(asked.chat().lid.as_ref().unwrap().user(), world.ana.lid());
    let heard = (asked.key.from_me, asked.chat_kind, asked.push_name.as_str());
    assert_eq!(heard, (false, ChatKind::Direct, "Ana Souza"));
    assert_eq!(asked.key.sender, asked.key.chat);

    session.connection.send(&outgoing("3EB0AA01", ANA, "tem sim")).await.unwrap();
    let got = world.ana.wait_for_text(PADARIA, "tem sim", PATIENCE).await.unwrap();
    assert_eq!((got.id.as_str(), got.deliveries), ("3EB0AA01", 1), "under the id that was chosen, once");

    world.ana.read_chat(PADARIA).await.unwrap();
    let mut ticks = BTreeSet::new();
    session
        .until("the second tick and the blue ones", |signal| {
            let Signal::Receipt(receipt) = signal else { return None };
            assert_eq!((receipt.chat.pn.as_ref(), receipt.ids[0].as_str()), (Some(&pn(ANA)), "3EB0AA01"));
            ticks.insert(receipt.status);
            // The library tells what it read in no particular order.
            (ticks.len() == 2).then_some(())
        })
        .await;
    assert_eq!(ticks, BTreeSet::from([MessageStatus::Delivered, MessageStatus::Read]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_writes_sees_that_it_arrived_and_was_read() {
    let world = World::new().await;
    let session = world.linked().await;
    let id = world.ana.send_text(PADARIA, "bom dia").await.unwrap();
    let arrived = world.tenant.inbox.text("bom dia").await;
    assert_eq!(arrived.id().as_str(), id);
    session.connection.mark_read(&pn(ANA), None, &[arrived.key.id]).await.unwrap();
    world.ana.wait_for_receipt(PADARIA, &id, ReceiptState::Read, PATIENCE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_owner_writes_on_the_phone_stands_in_the_right_chat() {
    let world = World::new().await;
    let _session = world.linked().await;
    world.padaria.send_text(ANA, "já volto").await.unwrap();
    let copy = world.tenant.inbox.text("já volto").await;
    assert!(copy.key.from_me);
    assert_eq!((copy.key.chat.pn, copy.key.sender.pn), (Some(pn(ANA)), Some(pn(PADARIA))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn privacy_ids_and_numbers_meet_in_one_chat() {
    let world = World::with(EmulatorConfig { addressing: Addressing::Lid, ..EmulatorConfig::default() }).await;
    let mut session = world.linked().await;
    world.ana.send_text(PADARIA, "oi").await.unwrap();
    let asked = world.tenant.inbox.text("oi").await;
    assert_eq!((asked.key.chat.pn, asked.key.chat.lid.unwrap().user()), (Some(pn(ANA)), world.ana.lid().as_str()));
    world.padaria.send_text(ANA, "um momento").await.unwrap();
    let copy = world.tenant.inbox.text("um momento").await;
    assert_eq!((copy.key.chat.pn, copy.key.from_me), (Some(pn(ANA)), true), "an own copy names the chat by both, too");
    session.connection.send(&outgoing("3EB0AA02", ANA, "pronto")).await.unwrap();
    world.ana.wait_for_text(PADARIA, "pronto", PATIENCE).await.unwrap();
    world.ana.read_chat(PADARIA).await.unwrap();
    let read = session.until("the blue ticks", |signal| match signal {
        Signal::Receipt(receipt) if receipt.status == MessageStatus::Read => Some(receipt.chat.pn.clone()),
        _ => None,
    });
    assert_eq!(read.await, Some(pn(ANA)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_on_the_phone_is_read_here() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let id = world.ana.send_text(PADARIA, "oi").await.unwrap();
    world.tenant.inbox.text("oi").await;
    world.padaria.read_chat(ANA).await.unwrap();
    let (chat, ids) = session
        .until("the phone's reading", |signal| match signal {
            Signal::ReadElsewhere { chat, ids } => Some((chat.clone(), ids.clone())),
            _ => None,
        })
        .await;
    assert_eq!(chat.pn, Some(pn(ANA)));
    assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), [id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_and_recording_are_seen_on_both_sides() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let say = async |activity| session.connection.set_activity(&pn(ANA), activity).await.unwrap();
    say(Activity::Typing).await;
    world.ana.wait_for_typing(PADARIA, PATIENCE).await.unwrap();
    say(Activity::Recording).await;
    world.ana.wait_for_recording(PADARIA, PATIENCE).await.unwrap();
    say(Activity::Paused).await;
    world.ana.wait_until_still(PADARIA, PATIENCE).await.unwrap();
    for (on, activity) in [(true, Activity::Typing), (false, Activity::Paused)] {
        world.ana.typing(PADARIA, on).await.unwrap();
        assert_eq!(seen(&mut session).await, (Some(pn(ANA)), activity));
    }
    world.ana.recording(PADARIA, true).await.unwrap();
    assert_eq!(seen(&mut session).await, (Some(pn(ANA)), Activity::Recording));
}

async fn seen(session: &mut Session) -> (Option<Jid>, Activity) {
    let what = |signal: &Signal| match signal {
        Signal::Activity { chat, activity } => Some((chat.pn.clone(), *activity)),
        _ => None,
    };
    session.until("what Ana does", what).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatsapp_says_who_has_it() {
    let world = World::new().await;
    let session = world.linked().await;
    let ana = session.connection.resolve(&ANA.parse().unwrap()).await.unwrap().expect("Ana has WhatsApp");
    assert_eq!(ana.pn, Some(pn(ANA)));
    assert_eq!(ana.lid.unwrap().user(), world.ana.lid());
    let nobody = "5511900000099".parse().unwrap(); // invented number
    assert_eq!(session.connection.resolve(&nobody).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_while_the_session_was_away_arrives_once() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    for text in ["um", "dois", "três"] {
        world.ana.send_text(PADARIA, text).await.unwrap();
    }
    let mut again = world.open().await;
    again.ready().await;
    for text in ["um", "dois", "três"] {
        world.tenant.inbox.text(text).await;
        assert_eq!(world.tenant.inbox.times(text), 1, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_stored_comes_again() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.tenant.inbox.broken.store(true, Ordering::SeqCst);
    world.ana.send_text(PADARIA, "não me perca").await.unwrap();
    assert_eq!(session.ended().await, Ending::Lost(Cause::StoreUnwritable));
    world.tenant.inbox.broken.store(false, Ordering::SeqCst);
    let _again = world.open().await;
    world.tenant.inbox.text("não me perca").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_that_somebody_writes_in_is_described_once_in_a_session() {
    let world = World::new().await;
    let group = NewGroup { subject: "Turma".into(), members: vec![PADARIA.into()], ..NewGroup::default() };
    let group = world.ana.create_group(group).await.unwrap().id;
    let mut session = world.linked().await;
    for text in ["um", "dois"] {
        world.ana.send_text(group.as_str(), text).await.unwrap();
        world.tenant.inbox.text(text).await;
    }
    let described = session.until("the group", |signal| match signal {
        Signal::Group(info) => Some((info.subject.clone(), info.participants.len())),
        _ => None,
    });
    assert_eq!(described.await, ("Turma".to_owned(), 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_kill_took_after_it_was_opened_is_asked_for_again() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.ana.send_text(PADARIA, "bom dia").await.unwrap();
    world.tenant.inbox.text("bom dia").await;
    let group = NewGroup { subject: "Turma".into(), members: vec![PADARIA.into()], ..NewGroup::default() };
    let group = world.ana.create_group(group).await.unwrap().id;
    // The line that tells of the group, stored too late, would be what ends the session.
    world.tenant.inbox.message("the new group", |message| matches!(message.content, Content::System(_))).await;
    let lost = [
        (&world.ana, PADARIA, "da Ana"),
        (&world.padaria, ANA, "do telefone da padaria"),
        (&world.ana, group.as_str(), "do grupo"),
    ];
    for (writer, chat, round) in lost {
        world.tenant.inbox.broken.store(true, Ordering::SeqCst);
        writer.send_text(chat, round).await.unwrap();
        assert_eq!(session.ended().await, Ending::Lost(Cause::StoreUnwritable));
        // The library has the keys behind it, and the text nowhere.
        assert_eq!(world.tenant.lose_copies(), 1, "{round}");
        world.tenant.inbox.broken.store(false, Ordering::SeqCst);
        session = world.open().await;
        world.tenant.inbox.text(round).await;
        assert_eq!(world.tenant.inbox.times(round), 1, "{round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_owner_wrote_and_could_not_be_opened_here_is_asked_for_until_it_can() {
    let world = World::new().await;
    let _session = world.linked().await;
    let id = world.padaria.send_text(ANA, "saiu").await.unwrap();
    world.received(&id).await;
    // The first copy of each is damaged, and what comes in its place, too.
    let damage = || Fault::new(FaultKind::Undecryptable).of(PADARIA).flow(Flow::In).stanza("message").times(2);
    world.net.inject(damage());
    let edit = world.padaria.edit(ANA, &id, "saiu às 9h").await.unwrap();
    let edited = world.marked(&edit).await;
    assert!(matches!(edited.kind, MarkKind::Edit { .. }) && edited.from_me, "{edited:?}");
    world.net.inject(damage());
    world.padaria.send_text(ANA, "chegou").await.unwrap();
    let arrived = world.tenant.inbox.text("chegou").await;
    assert!(arrived.key.from_me);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_own_phone_that_could_not_read_its_copy_gets_it_again_and_nobody_elses_session_suffers() {
    for addressing in [Addressing::PhoneNumber, Addressing::Lid] {
        let world = World::with(EmulatorConfig { addressing, ..EmulatorConfig::default() }).await;
        let session = world.linked().await;
        session.connection.send(&outgoing("3EB0AA01", ANA, "antes")).await.unwrap();
        world.ana.wait_for_text(PADARIA, "antes", PATIENCE).await.unwrap();
        world.padaria.wait_for_receipt(ANA, "3EB0AA01", ReceiptState::Sent, PATIENCE).await.unwrap();
        world.padaria.forget_sessions();
        for (id, text) in [("3EB0AA02", "um"), ("3EB0AA03", "dois"), ("3EB0AA04", "três")] {
            session.connection.send(&outgoing(id, ANA, text)).await.unwrap();
            world.ana.wait_for_text(PADARIA, text, PATIENCE).await.unwrap();
            let copy = world.padaria.wait_for_receipt(ANA, id, ReceiptState::Sent, PATIENCE).await.unwrap();
            assert_eq!((copy.from_me, copy.text.as_str()), (true, text), "the phone has it in the same chat");
        }
        let ledger = world.net.ledger();
        let unread = |number: &str, id: &str| ledger.message(id).unwrap().copies[&format!("{number}:0")].undecryptable;
        assert_eq!(unread(PADARIA, "3EB0AA02"), 1, "the phone had lost its sessions");
        for id in ["3EB0AA02", "3EB0AA03", "3EB0AA04"] {
            assert_eq!(unread(ANA, id), 0, "{id}");
        }
        for id in ["3EB0AA03", "3EB0AA04"] {
            assert_eq!(unread(PADARIA, id), 0, "{id}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_neither_the_contact_nor_the_own_phone_could_read_reaches_both() {
    let world = World::new().await;
    let session = world.linked().await;
    session.connection.send(&outgoing("3EB0AA01", ANA, "antes")).await.unwrap();
    world.ana.wait_for_text(PADARIA, "antes", PATIENCE).await.unwrap();
    world.padaria.wait_for_receipt(ANA, "3EB0AA01", ReceiptState::Sent, PATIENCE).await.unwrap();
    for round in 0..5 {
        world.padaria.forget_sessions();
        world.ana.forget_sessions();
        let (id, text) = (format!("3EB0BB0{round}"), format!("vez {round}"));
        session.connection.send(&outgoing(&id, ANA, &text)).await.unwrap();
        let line = world.ana.wait_for_text(PADARIA, &text, PATIENCE).await.unwrap();
        assert_eq!(line.id, id);
        world.padaria.wait_for_receipt(ANA, &id, ReceiptState::Sent, PATIENCE).await.unwrap();
        assert_eq!(world.ana.messages_with(PADARIA).iter().filter(|line| line.text == text).count(), 1, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_not_connected_sends_nothing() {
    let world = World::new().await;
    let mut session = world.open().await;
    session.qr().await;
    let refused = session.connection.send(&outgoing("3EB0AA03", ANA, "oi")).await;
    assert!(matches!(refused, Err(SendError::NotConnected)), "{refused:?}");
    let refused = session.connection.resolve(&ANA.parse().unwrap()).await;
    assert!(matches!(refused, Err(SendError::NotConnected)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phones_past_arrives() {
    let world = World::new().await;
    world.padaria.save_contact(ANA, "Ana da feira").unwrap();
    world.ana.send_text(PADARIA, "ainda tem bolo?").await.unwrap();
    world.padaria.send_text(ANA, "acabou").await.unwrap();
    let _session = world.linked().await;
    let mut history = world.tenant.inbox.history.subscribe();
    let past =
        tokio::time::timeout(PATIENCE, history.wait_for(|parts| parts.iter().any(|part| !part.chats.is_empty())));
    let parts = past.await.expect("the history did not arrive").unwrap().clone();
    let chat =
        parts.iter().flat_map(|part| &part.chats).find(|chat| chat.chat.pn == Some(pn(ANA))).expect("Ana's chat");
    let texts: Vec<_> =
        chat.messages.iter().map(|past| (past.message.content.words(), past.message.key.from_me)).collect();
    assert!(texts.contains(&(Some("ainda tem bolo?"), false)), "{texts:?}");
    assert!(texts.contains(&(Some("acabou"), true)), "{texts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_too_long_for_a_stanza_arrives_as_files() {
    let world = World::new().await;
    let plan = HistoryPlan { chats: 20, messages: 3_000, days: 60 };
    world.padaria.script_history(plan).unwrap();
    let session = world.linked().await;
    let mut history = world.tenant.inbox.history.subscribe();
    let count = |parts: &Vec<HistoryPart>| -> usize {
        parts.iter().flat_map(|part| &part.chats).map(|chat| chat.messages.len()).sum()
    };
    // A stanza holds some hundred of them.
    let past = tokio::time::timeout(PATIENCE, history.wait_for(|parts| count(parts) >= 1_000));
    past.await.expect("files are fetched over TLS").unwrap();
    session.connection.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_comes_as_a_mark_on_the_message_that_it_is_for() {
    let world = World::new().await;
    let session = world.linked().await;
    session.send("3EB0AA31", &pn(ANA), Draft::text("tem pão"), None).await;
    world.ana.wait_for_text(PADARIA, "tem pão", PATIENCE).await.unwrap();
    world.ana.react(PADARIA, "3EB0AA31", "😋").await.unwrap();
    let mark = world.tenant.inbox.mark("a sign", |mark| matches!(mark.kind, MarkKind::Reaction { .. })).await;
    assert_eq!(mark.kind, MarkKind::Reaction { emoji: "😋".into() });
    assert_eq!((mark.target.id.as_str(), mark.target.from_me, mark.from_me), ("3EB0AA31", true, false));
    assert_eq!((mark.by.pn, mark.target.chat.pn), (Some(pn(ANA)), Some(pn(ANA))));
}

/// A part for one brings the group's key and opens; the part for all does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_text_whose_part_for_all_does_not_open_is_named_so_and_then_completed_in_its_place() {
    let world = World::new().await;
    let _session = world.linked().await;
    let group = world.group().await;
    world.net.inject(Fault::new(FaultKind::UndecryptableGroupPart).of(PADARIA).times(1));
    let id = world.ana.send_text(group.as_str(), "chegou a encomenda").await.unwrap();
    let inbox = &world.tenant.inbox;
    let of_id = |message: &Received| message.id().as_str() == id;
    let missing =
        inbox.message("its place", |message| of_id(message) && message.content == Content::Undecryptable).await;
    let whole = inbox.message("its words", |message| of_id(message) && message.content.words().is_some()).await;
    assert_eq!(whole.content.words(), Some("chegou a encomenda"));
    assert_eq!((&whole.key, whole.chat_kind), (&missing.key, ChatKind::Group));
    // What is brought twice is handed over twice.
    let is_other = |message: &&Received| message.content.kind() != "system" && !of_id(message);
    assert_eq!(inbox.messages.borrow().iter().find(is_other), None, "that the key was told is no message");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_asked_for_what_was_never_written_sends_nothing() {
    let world = World::new().await;
    let session = world.linked().await;
    let group = world.group().await;
    world.ana.ask_for(PADARIA, PADARIA, "3EB0000000000000000001").await.unwrap();
    world.ana.ask_for(group.as_str(), PADARIA, "3EB0000000000000000002").await.unwrap();
    world.net.wait_for_queue(PADARIA, 0, PATIENCE).await.unwrap();
    session.connection.send(&outgoing("3EB0AA01", ANA, "só isto")).await.unwrap();
    world.ana.wait_for_text(PADARIA, "só isto", PATIENCE).await.unwrap();
    assert_eq!(world.ana.messages_with(PADARIA).len(), 1);
    assert!(world.ana.messages_with(&group).iter().all(|line| line.id != "3EB0000000000000000002"));
    assert_eq!(world.net.ledger().messages.len(), 1, "nothing else left");
}
