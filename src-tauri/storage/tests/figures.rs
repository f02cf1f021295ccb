//! What happened in each hour is kept as it happens: once, whatever comes again, changes or goes.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, Cause, ChatChange, Fact, FailureReason, MarkKind, MessageStatus, Received, SessionState, UnixMs,
};
use portaria_storage::{
    ChatQuery, ChatStore, Figures, Hours, OutboxRow, Outgoing, OutgoingFigures, PeriodFigures, ToCancel,
};
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, deliver_mark, due, edit, enqueue, from, group, history, id, in_group,
    jid, mark, own, receipt, to_ana,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// A whole hour, some days before now.
const START: UnixMs = UnixMs(NOW.0 - NOW.0 % HOUR - 72 * HOUR);

fn at(message: Received, at: UnixMs) -> Received {
    Received { at: Some(at), ..message }
}

fn bia() -> Address {
    Address::one(jid("5511900000003@s.whatsapp.net")) // invented
}

/// The figures of this many hours from the start.
async fn figures(chats: &ChatStore, hours: i64) -> Figures {
    chats.figures(Hours::around(START, START + hours * HOUR), NOW, false).await.unwrap()
}

async fn period(chats: &ChatStore, hours: i64) -> PeriodFigures {
    figures(chats, hours).await.period
}

/// What waits is taken by WhatsApp at a moment.
async fn send(chats: &ChatStore, outgoing: Outgoing, at: UnixMs) {
    enqueue(chats, outgoing, at).await;
    let row = row(chats, at).await;
    chats.mark_sent(row, at).await.unwrap();
}

async fn row(chats: &ChatStore, at: UnixMs) -> OutboxRow {
    due(chats, at).await[0].row
}

#[tokio::test]
async fn each_hour_says_what_came_and_what_left() {
    let world = World::new().await;
    let chats = world.chats().await;
    let last_second = START + HOUR - 1_000;
    deliver(
        &chats,
        vec![
            at(from(ana(), "A1", "oi"), START),
            at(from(ana(), "A2", "oi"), last_second),
            at(from(ana(), "A3", "oi"), START + HOUR),
            at(in_group(bia(), "G1", "oi"), START + HOUR),
            at(own(bia(), "O1", "oi"), START + HOUR),
        ],
        NOW,
    )
    .await;
    let told = figures(&chats, 2).await;
    let hours: Vec<_> = told.hours.iter().map(|hour| (hour.at, hour.received, hour.sent)).collect();
    assert_eq!(hours, [(START, 2, 0), (START + HOUR, 2, 1)]);
    assert_eq!((told.period.received, told.period.sent), (4, 1));
    assert_eq!((told.period.active_chats, told.period.new_contacts), (3, 2), "a group is no contact");
    assert_eq!(told.kept_since, Some(START));
    assert_eq!(period(&chats, 1).await.received, 2, "an hour ends before the next begins");
    let later = chats.figures(Hours::around(START + HOUR, START + 2 * HOUR), NOW, false).await.unwrap();
    assert_eq!((later.period.received, later.before.received), (2, 2));
    assert_eq!((later.period.active_chats, later.period.new_contacts), (3, 1), "Ana was new an hour before");
}

#[tokio::test]
async fn what_comes_again_changes_or_goes_counts_as_it_did() {
    let world = World::new().await;
    let chats = world.chats().await;
    let question = at(from(ana(), "A1", "oi"), START);
    deliver(&chats, vec![question.clone(), at(own(ana(), "O1", "bom dia"), START + MINUTE)], NOW).await;
    let before = figures(&chats, 9).await;
    assert_eq!((before.period.received, before.period.sent), (1, 1));
    assert_eq!(before.period.answered_after_ms, [MINUTE]);

    deliver(&chats, vec![question.clone(), question.clone()], NOW).await;
    chats.store_history(history(ana(), vec![(question.clone(), MessageStatus::Read)]), NOW).await.unwrap();
    assert_eq!(figures(&chats, 9).await, before, "redelivered, and in the history too");
    deliver_mark(&chats, mark(&question, ana(), "E1", START + 1, edit("olá"))).await;
    deliver_mark(&chats, mark(&question, ana(), "R1", START + 2, MarkKind::Revoke)).await;
    assert_eq!(figures(&chats, 9).await.period, before.period, "edited, then deleted for everyone");
    chats.change_chat(&ana(), ChatChange::Deleted { until: NOW }, NOW).await.unwrap();
    assert!(chats.chat_by_address(&ana()).await.unwrap().is_none());
    assert_eq!(figures(&chats, 9).await.period, before.period, "and the chat with it");
}

#[tokio::test]
async fn an_own_message_counts_once_it_left_and_as_far_as_it_came() {
    let world = World::new().await;
    let chats = world.chats().await;
    let outgoing = |sent, delivered, read| OutgoingFigures { sent, delivered, read };
    enqueue(&chats, to_ana("B1", "bom dia", None), START).await;
    assert_eq!(period(&chats, 1).await.sent, 0, "it waits");
    let row = row(&chats, START).await;
    chats.mark_sent(row, START).await.unwrap();
    assert_eq!(period(&chats, 1).await.outgoing, outgoing(1, 0, 0));
    let mut receipt = receipt(ana(), &[id("B1")], MessageStatus::Read, START + 5 * HOUR);
    for (status, came) in [
        (MessageStatus::Delivered, outgoing(1, 1, 0)),
        (MessageStatus::Read, outgoing(1, 1, 1)),
        (MessageStatus::Played, outgoing(1, 1, 1)),
        (MessageStatus::Delivered, outgoing(1, 1, 1)),
    ] {
        receipt.status = status;
        chats.apply_receipt(receipt.clone(), NOW).await.unwrap();
        assert_eq!(period(&chats, 1).await.outgoing, came, "{status:?}: in the hour in which it left");
    }
    deliver(
        &chats,
        vec![at(Received { key: own(group(), "O1", "oi").key, ..in_group(ana(), "O1", "oi") }, START)],
        NOW,
    )
    .await;
    let told = period(&chats, 1).await;
    assert_eq!((told.sent, told.outgoing), (2, outgoing(1, 1, 1)), "how far it came in a group is another question");
}

#[tokio::test]
async fn what_failed_counts_by_its_reason_until_it_leaves_after_all() {
    let world = World::new().await;
    let chats = world.chats().await;
    for (id, reason) in
        [("B1", FailureReason::Rejected), ("B2", FailureReason::NotOnWhatsapp), ("B3", FailureReason::Rejected)]
    {
        enqueue(&chats, to_ana(id, "oi", None), START).await;
        let row = row(&chats, START).await;
        chats.mark_failed(row, reason, START + 2 * HOUR).await.unwrap();
    }
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;
    let failures = async || period(&chats, 1).await.failures;
    assert_eq!(failures().await, [(FailureReason::Rejected, 2), (FailureReason::NotOnWhatsapp, 1)]);
    let failed_in = Some(Hours::around(START, START + HOUR));
    let listed = async |query: ChatQuery| chats.chats(query).await.unwrap().into_iter().map(|chat| chat.id).collect();
    let failed: Vec<_> = listed(ChatQuery { failed_in, limit: 9, ..ChatQuery::default() }).await;
    assert_eq!(failed, [chat]);

    chats.send_again(chat, &id("B1"), NOW).await.unwrap();
    assert_eq!(failures().await, [(FailureReason::NotOnWhatsapp, 1), (FailureReason::Rejected, 1)]);
    let row = row(&chats, NOW).await;
    chats.mark_sent(row, START).await.unwrap();
    assert_eq!(period(&chats, 1).await.sent, 1);
    enqueue(&chats, to_ana("B4", "oi", None), START).await;
    chats.cancel(ToCancel::One(chat, id("B4")), START).await.unwrap();
    assert_eq!(failures().await.len(), 2, "what was taken back is no failure");
    let other = Some(Hours::around(START + HOUR, START + 2 * HOUR));
    let failed: Vec<_> = listed(ChatQuery { failed_in: other, limit: 9, ..ChatQuery::default() }).await;
    assert_eq!(failed, []);
}

#[tokio::test]
async fn an_answer_counts_from_the_first_message_that_had_none_to_the_first_that_left() {
    let world = World::new().await;
    let chats = world.chats().await;
    let asks = async |id: &str, minute: i64| {
        deliver(&chats, vec![at(from(ana(), id, "?"), START + minute * MINUTE)], START + minute * MINUTE).await;
    };
    asks("A1", 0).await;
    asks("A2", 2).await;
    send(&chats, to_ana("B1", "oi", None), START + 10 * MINUTE).await;
    send(&chats, to_ana("B2", "e mais", None), START + 11 * MINUTE).await;
    assert_eq!(period(&chats, 1).await.answered_after_ms, [10 * MINUTE]);

    // Written and taken back: nobody was answered.
    asks("A3", 20).await;
    enqueue(&chats, to_ana("B3", "talvez", None), START + 21 * MINUTE).await;
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;
    chats.cancel(ToCancel::One(chat, id("B3")), START + 22 * MINUTE).await.unwrap();
    // Written at once, and left once there was a connection.
    enqueue(&chats, to_ana("B4", "sim", None), START + 23 * MINUTE).await;
    let row = row(&chats, START + 50 * MINUTE).await;
    chats.mark_sent(row, START + 50 * MINUTE).await.unwrap();
    assert_eq!(period(&chats, 1).await.answered_after_ms, [10 * MINUTE, 30 * MINUTE]);
}

#[tokio::test]
async fn what_comes_late_or_from_the_past_is_seen_in_its_place() {
    let world = World::new().await;
    let chats = world.chats().await;
    let minute = |minutes: i64| START + minutes * MINUTE;
    deliver(&chats, vec![at(from(ana(), "A1", "?"), minute(30)), at(own(ana(), "O1", "sim"), minute(50))], NOW).await;
    assert_eq!(period(&chats, 1).await.answered_after_ms, [20 * MINUTE]);
    // Another device's answer comes late, and what was asked before it.
    deliver(&chats, vec![at(own(ana(), "O2", "logo"), minute(33))], NOW).await;
    assert_eq!(period(&chats, 1).await.answered_after_ms, [3 * MINUTE]);
    deliver(&chats, vec![at(from(ana(), "A2", "?"), minute(40))], NOW).await;
    assert_eq!(period(&chats, 1).await.answered_after_ms, [3 * MINUTE, 10 * MINUTE]);
    let past = |message: Received, minutes| (at(message, minute(minutes)), MessageStatus::Read);
    let part = vec![past(from(ana(), "P1", "?"), 1), past(own(ana(), "P2", "!"), 3), past(from(ana(), "P3", "?"), 25)];
    chats.store_history(history(ana(), part), NOW).await.unwrap();
    assert_eq!(period(&chats, 1).await.answered_after_ms, [2 * MINUTE, 8 * MINUTE, 10 * MINUTE]);
}

#[tokio::test]
async fn two_chats_that_prove_to_be_one_count_as_one() {
    let world = World::new().await;
    let chats = world.chats().await;
    let (pn, lid) = (Address::one(jid(ANA_PN)), Address::one(jid(ANA_LID)));
    deliver(&chats, vec![at(from(pn.clone(), "A1", "oi"), START), at(from(lid.clone(), "A1", "oi"), START)], NOW).await;
    deliver(&chats, vec![at(own(lid, "O1", "olá"), START + 5 * MINUTE)], NOW).await;
    let before = period(&chats, 1).await;
    assert_eq!((before.active_chats, before.new_contacts, before.received), (2, 2, 2), "nothing is guessed");
    deliver(&chats, vec![at(from(ana(), "A2", "tudo bem?"), START + HOUR)], NOW).await;
    let told = period(&chats, 1).await;
    assert_eq!((told.active_chats, told.new_contacts), (1, 1));
    assert_eq!((told.received, told.sent), (1, 1), "and a message of both is one");
    assert_eq!(told.answered_after_ms, [5 * MINUTE]);
    let new_in = Some(Hours::around(START + HOUR, START + 2 * HOUR));
    let new = chats.chats(ChatQuery { new_in, limit: 9, ..ChatQuery::default() }).await.unwrap();
    assert!(new.is_empty(), "whoever was new an hour before is not new now");
}

#[tokio::test]
async fn figures_are_of_the_account_that_is_paired() {
    let world = World::new().await;
    let chats = world.chats().await;
    let account = |number: &str| Address::one(jid(&format!("{number}@s.whatsapp.net")));
    chats.use_account(&account("5511900000001"), NOW).await.unwrap(); // invented
    deliver(&chats, vec![at(from(ana(), "A1", "oi"), START)], NOW).await;
    let first = figures(&chats, 1).await;
    assert_eq!((first.period.received, first.waiting.chats), (1, 1));
    chats.use_account(&account("5511900000009"), NOW).await.unwrap(); // invented
    assert_eq!(figures(&chats, 1).await, Figures::default(), "another one begins with none");
    chats.use_account(&account("5511900000001"), NOW).await.unwrap(); // invented
    assert_eq!(figures(&chats, 1).await, first, "and the first finds its own again");
}

#[tokio::test]
async fn chats_are_listed_by_when_they_were_active_or_new() {
    let world = World::new().await;
    let chats = world.chats().await;
    let party = |n: usize| Address::one(jid(&format!("55119000001{n:02}@s.whatsapp.net"))); // invented
    for n in 0..7 {
        deliver(&chats, vec![at(from(party(n), "A1", "oi"), START + i64::try_from(n).unwrap() * MINUTE)], NOW).await;
    }
    deliver(&chats, vec![at(from(party(0), "A2", "oi"), START + HOUR)], NOW).await;
    let hours = |n: i64| Some(Hours::around(START + n * HOUR, START + (n + 1) * HOUR));
    let count = async |query: ChatQuery| chats.chats(ChatQuery { limit: 99, ..query }).await.unwrap().len();
    for (hour, active, new) in [(-1, 0, 0), (0, 7, 7), (1, 1, 0), (2, 0, 0)] {
        assert_eq!(count(ChatQuery { active_in: hours(hour), ..ChatQuery::default() }).await, active, "{hour}");
        assert_eq!(count(ChatQuery { new_in: hours(hour), ..ChatQuery::default() }).await, new, "{hour}");
    }
    let (mut pages, mut before) = (Vec::new(), None);
    loop {
        let page =
            chats.chats(ChatQuery { active_in: hours(0), before, limit: 3, ..ChatQuery::default() }).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some((last.last_activity_at, last.id));
        pages.extend(page.into_iter().map(|chat| chat.id));
    }
    let mut once = pages.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((pages.len(), once.len()), (7, 7), "each page goes on where the one before ended");
}

#[tokio::test]
async fn a_connection_lasts_from_one_word_of_the_session_to_the_next() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let minute = |minutes: i64| START + minutes * MINUTE;
    let said = async |chats: &ChatStore, fact: Fact, minutes: i64| {
        let status = SessionState::new(START).after(fact, minute(minutes));
        chats.record_status(&status, minute(minutes)).await.unwrap();
    };
    let measured = async |chats: &ChatStore, now: i64, is_connected: bool| {
        let hours = Hours::around(START, START + 24 * HOUR);
        let told = chats.figures(hours, minute(now), is_connected).await.unwrap().period;
        (told.connected_ms / MINUTE, told.measured_ms / MINUTE)
    };
    said(&chats, Fact::Broke(Cause::LoginRefused), 0).await;
    assert_eq!(measured(&chats, 5, false).await, (0, 0), "there never was a connection");
    said(&chats, Fact::Ready, 10).await;
    assert_eq!(measured(&chats, 20, true).await, (10, 10));
    said(&chats, Fact::Lost(Cause::ConnectionLost, NOW), 30).await;
    said(&chats, Fact::Lost(Cause::ServerUnreachable, NOW), 35).await;
    said(&chats, Fact::LoggedIn, 40).await;
    said(&chats, Fact::Ready, 41).await;
    assert_eq!(measured(&chats, 50, true).await, (30, 40));
    said(&chats, Fact::Paused, 50).await;
    assert_eq!(measured(&chats, 90, false).await, (30, 40), "nobody wants it");
    said(&chats, Fact::Ready, 90).await;
    chats.keep_watching(minute(100)).await.unwrap();
    assert_eq!(measured(&chats, 130, false).await, (40, 50), "killed: up to its last sign of life");
    drop(chats);

    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    chats.begin_watching(minute(160)).await.unwrap();
    assert_eq!(measured(&chats, 170, false).await, (40, 120), "and since then it is cut off");
    said(&chats, Fact::Ready, 170).await;
    assert_eq!(measured(&chats, 180, true).await, (50, 130));
    chats.begin_watching(minute(180)).await.unwrap();
    let one = chats.figures(Hours::around(START + HOUR, START + 2 * HOUR), minute(200), true).await.unwrap();
    assert_eq!(one.period.connected_ms / MINUTE, 10, "of one hour alone: 90 to 100");
    assert_eq!(one.before.connected_ms / MINUTE, 30, "and of the one before it");
}
