//! What is sent without anybody: once, in time, and as no answer.

#![allow(clippy::unwrap_used)]

mod world;

use std::collections::BTreeMap;

use portaria_domain::{
    Address, AutomaticKind, AutomaticMessages, AwayMessage, AwayWhen, BusinessHours, Chat, Content, Context,
    FailureReason, GreetingMessage, Language, Message, MessageKey, MessageStatus, OpenSpan, Received, Recipients,
    UnixMs,
};
use portaria_storage::{ChatStore, Enqueued, Hours, OutboxRow, OutboxState, Outgoing, Reworded, Says};
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, due, due_ids, edit, enqueue, everything, from, id, in_group, jid, me,
    own, raw, text, to_ana,
};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// On all day, told again after twelve hours.
fn away() -> AutomaticMessages {
    let away = AwayMessage { is_on: true, when: AwayWhen::Always, text: "fechado".into(), ..AwayMessage::default() };
    AutomaticMessages { away, ..AutomaticMessages::default() }
}

/// Open from one time to another on each day, by the clock of London.
fn open(from: &str, to: &str) -> BusinessHours {
    let span = OpenSpan { from: from.parse().unwrap(), to: to.parse().unwrap() };
    BusinessHours::new("UTC".parse().unwrap(), std::array::from_fn(|_| vec![span]), BTreeMap::new()).unwrap()
}

async fn told(messages: AutomaticMessages) -> (World, ChatStore) {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_automatic_messages(messages, NOW).await.unwrap();
    (world, chats)
}

/// Ana writes; gives back what is due then.
async fn ana_writes(chats: &ChatStore, id: &str, at: UnixMs) -> Vec<AutomaticKind> {
    let message = Received { at: Some(at), ..from(ana(), id, "bom dia") };
    deliver(chats, vec![message], at).await;
    chats.due_answers(at).await.unwrap().into_iter().map(|due| due.kind).collect()
}

/// Puts what is due into the outbox, as the session does.
async fn answer(chats: &ChatStore, id: &str, now: UnixMs) -> Option<Enqueued> {
    let due = chats.due_answers(now).await.unwrap().pop()?;
    chats.answer_by_itself(due, to_ana(id, "fechado", None), now).await.unwrap()
}

async fn sent(chats: &ChatStore, now: UnixMs) {
    let row: OutboxRow = due(chats, now).await.pop().unwrap().row;
    chats.mark_sent(row, now).await.unwrap();
}

/// Does what the session does with what is late, and gives back what else it was handed.
async fn settle_late(chats: &ChatStore, now: UnixMs) {
    let (late, others): (Vec<_>, Vec<_>) = due(chats, now).await.into_iter().partition(|item| item.is_late);
    chats.release(others.into_iter().map(|item| item.row).collect(), now).await.unwrap();
    for item in late {
        chats.settle_late_answer(item.row, now).await.unwrap();
    }
}

/// A text to the number of Ana alone.
fn to_number(id: &str) -> Outgoing {
    Outgoing { to: Address::one(jid(ANA_PN)), ..to_ana(id, "fechado", None) }
}

async fn message(chats: &ChatStore, id: &str) -> Message {
    chats.message(chat(chats).await.id, &world::id(id)).await.unwrap().unwrap()
}

async fn chat(chats: &ChatStore) -> Chat {
    chats.chat_by_address(&ana()).await.unwrap().unwrap()
}

#[tokio::test]
async fn who_writes_is_told_once_and_again_after_hours() {
    let (_world, chats) = told(away()).await;
    assert_eq!(ana_writes(&chats, "A1", NOW).await, [AutomaticKind::Away]);
    let answer_of_it = answer(&chats, "B1", NOW).await.unwrap();
    assert!(answer_of_it.message.unwrap().is_automatic);
    assert!(answer(&chats, "B2", NOW).await.is_none(), "nothing is due any more");
    assert!(ana_writes(&chats, "A1", NOW).await.is_empty(), "it came again");
    sent(&chats, NOW).await;
    assert!(ana_writes(&chats, "A2", NOW + 12 * HOUR_MS - 1).await.is_empty());
    assert_eq!(ana_writes(&chats, "A3", NOW + 12 * HOUR_MS).await, [AutomaticKind::Away]);
}

#[tokio::test]
async fn nobody_is_answered_in_groups_by_own_messages_or_for_what_nobody_wrote() {
    let (_world, chats) = told(away()).await;
    let batch = vec![
        in_group(ana(), "A1", "oi, todos"),
        own(ana(), "B1", "do celular"),
        from(Address::one(jid("0@s.whatsapp.net")), "A0", "Novidades do WhatsApp"),
        Received { content: Content::Undecryptable, raw: None, ..from(ana(), "A2", "") },
    ];
    deliver(&chats, batch, NOW).await;
    assert!(chats.due_answers(NOW).await.unwrap().is_empty());
    deliver(&chats, vec![from(ana(), "A2", "agora legível")], NOW).await;
    assert!(chats.due_answers(NOW).await.unwrap().is_empty(), "somebody answered on the phone a moment ago");
    let later = NOW + HOUR_MS;
    assert_eq!(ana_writes(&chats, "A3", later).await, [AutomaticKind::Away]);
}

#[tokio::test]
async fn what_waited_for_a_connection_is_not_answered() {
    let (_world, chats) = told(away()).await;
    deliver(&chats, vec![from(ana(), "A1", "ontem")], NOW + 5 * MINUTE_MS).await;
    assert!(chats.due_answers(NOW + 5 * MINUTE_MS).await.unwrap().is_empty());
    let of_unknown_time = Received { at: None, ..from(ana(), "A2", "quando?") };
    deliver(&chats, vec![of_unknown_time], NOW).await;
    assert!(chats.due_answers(NOW).await.unwrap().is_empty());
    let now = NOW + 5 * MINUTE_MS - 1;
    deliver(&chats, vec![from(ana(), "A3", "agora")], now).await;
    assert_eq!(chats.due_answers(now).await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_who_writes_outside_the_hours_is_told() {
    let mut messages = away();
    messages.away.when = AwayWhen::OutsideHours;
    let (_world, chats) = told(messages).await;
    let midnight = UnixMs(NOW.0 - NOW.0.rem_euclid(24 * HOUR_MS)) + 24 * HOUR_MS;
    assert!(ana_writes(&chats, "A1", midnight).await.is_empty(), "there are no hours");
    chats.set_business_hours(Some(open("08:00", "18:00")), midnight).await.unwrap();
    assert!(ana_writes(&chats, "A2", midnight + 8 * HOUR_MS).await.is_empty());
    assert!(ana_writes(&chats, "A3", midnight + 18 * HOUR_MS - 1).await.is_empty());
    assert_eq!(ana_writes(&chats, "A4", midnight + 18 * HOUR_MS).await, [AutomaticKind::Away]);
    let date = "2026-09-23".parse().unwrap();
    let week = open("08:00", "18:00").week().clone();
    let holiday = BusinessHours::new("UTC".parse().unwrap(), week, BTreeMap::from([(date, "Feriado".into())])).unwrap();
    assert_eq!(holiday.time_zone().date_at(midnight + 24 * HOUR_MS), date);
    chats.set_business_hours(Some(holiday), midnight + 20 * HOUR_MS).await.unwrap();
    assert_eq!(ana_writes(&chats, "A5", midnight + 36 * HOUR_MS).await, [AutomaticKind::Away], "closed at noon");
}

#[tokio::test]
async fn a_kill_before_the_outbox_loses_nothing_and_one_behind_it_repeats_nothing() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    chats.set_automatic_messages(away(), NOW).await.unwrap();
    assert_eq!(ana_writes(&chats, "A1", NOW).await.len(), 1);
    let due_before = chats.due_answers(NOW).await.unwrap();
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(chats.due_answers(NOW).await.unwrap(), due_before);
    assert!(answer(&chats, "B1", NOW).await.is_some());
    let late = chats.answer_by_itself(due_before[0], to_ana("B2", "fechado", None), NOW).await.unwrap();
    assert!(late.is_none(), "a second one who had read what is due sends nothing");
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert!(chats.due_answers(NOW).await.unwrap().is_empty());
    assert_eq!(due_ids(&chats, NOW).await, ["B1"]);
}

#[tokio::test]
async fn what_is_late_is_sent_no_more_and_said_when_they_write_again() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    let later = NOW + 5 * MINUTE_MS;
    assert!(chats.due_answers(later).await.unwrap().is_empty(), "killed before it lay in the outbox");
    assert_eq!(ana_writes(&chats, "A2", later).await, [AutomaticKind::Away]);
    answer(&chats, "B1", later).await.unwrap();
    enqueue(&chats, to_ana("B2", "de uma pessoa", None), later).await;
    let in_time = later + 5 * MINUTE_MS - 1;
    settle_late(&chats, in_time).await;
    assert_eq!(everything(&chats).await.len(), 4, "it is in time");
    settle_late(&chats, later + 5 * MINUTE_MS).await;
    assert_eq!(due_ids(&chats, later).await, ["B2"], "what a person wrote stays");
    assert!(everything(&chats).await.iter().all(|message| !message.is_automatic));
    assert_eq!(ana_writes(&chats, "A3", later + HOUR_MS).await, [AutomaticKind::Away]);
}

#[tokio::test]
async fn what_may_have_left_is_sent_no_more_once_it_is_late() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    answer(&chats, "B1", NOW).await.unwrap();
    due(&chats, NOW).await; // WhatsApp's word on it never came
    let next_day = NOW + 24 * HOUR_MS;
    settle_late(&chats, next_day).await;
    assert!(due_ids(&chats, next_day).await.is_empty());
    let failed = message(&chats, "B1").await;
    assert_eq!((failed.status, failed.failure), (MessageStatus::Failed, Some(FailureReason::NoAnswer)));
    let waiting = chats.waiting(None, None, 9).await.unwrap();
    assert_eq!(waiting.iter().map(|waiting| waiting.state).collect::<Vec<_>>(), [OutboxState::Dead]);
}

#[tokio::test]
async fn what_was_sent_is_not_repeated_once_it_is_late() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    answer(&chats, "B1", NOW).await.unwrap();
    sent(&chats, NOW).await;
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1);
    settle_late(&chats, NOW + HOUR_MS).await;
    assert_eq!(message(&chats, "B1").await.status, MessageStatus::Sent);
    assert!(chats.waiting(None, None, 9).await.unwrap().is_empty());
    assert!(ana_writes(&chats, "A2", NOW + HOUR_MS).await.is_empty(), "she was told");
}

#[tokio::test]
async fn who_was_not_reached_is_told_when_they_write_again_and_who_was_refused_is_not() {
    let told_anew = vec![AutomaticKind::Away];
    for (reason, told_then) in [
        (FailureReason::NoAnswer, &told_anew),
        (FailureReason::LoggedOut, &told_anew),
        // It would be refused each time.
        (FailureReason::Rejected, &Vec::new()),
        (FailureReason::Restricted, &Vec::new()),
    ] {
        let (_world, chats) = told(away()).await;
        ana_writes(&chats, "A1", NOW).await;
        answer(&chats, "B1", NOW + MINUTE_MS).await.unwrap();
        let row = due(&chats, NOW + MINUTE_MS).await[0].row;
        assert!(ana_writes(&chats, "A2", NOW + MINUTE_MS).await.is_empty(), "it is on its way");
        chats.mark_failed(row, reason, NOW + MINUTE_MS).await.unwrap();
        assert_eq!(&ana_writes(&chats, "A3", NOW + 2 * MINUTE_MS).await, told_then, "{reason:?}");
    }
}

#[tokio::test]
async fn what_is_switched_off_is_due_no_more() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    let decided = chats.due_answers(NOW).await.unwrap()[0];
    let off = AutomaticMessages { away: AwayMessage { is_on: false, ..away().away }, ..AutomaticMessages::default() };
    chats.set_automatic_messages(off, NOW).await.unwrap();
    assert!(chats.due_answers(NOW).await.unwrap().is_empty());
    let late = chats.answer_by_itself(decided, to_ana("B1", "fechado", None), NOW).await.unwrap();
    assert!(late.is_none(), "nor does who had read it before send it");
    chats.set_automatic_messages(away(), NOW).await.unwrap();
    assert!(chats.due_answers(NOW).await.unwrap().is_empty(), "switching it on answers nobody who wrote before");
    assert_eq!(ana_writes(&chats, "A2", NOW + MINUTE_MS).await, [AutomaticKind::Away]);
    let other = AutomaticMessages { language: Language::En, ..away() };
    chats.set_automatic_messages(other, NOW + MINUTE_MS).await.unwrap();
    assert_eq!(chats.due_answers(NOW + MINUTE_MS).await.unwrap().len(), 1, "what is on stays due");
    chats.drop_answer(chats.due_answers(NOW + MINUTE_MS).await.unwrap()[0]).await.unwrap();
    assert!(chats.due_answers(NOW + MINUTE_MS).await.unwrap().is_empty());
    assert_eq!(ana_writes(&chats, "A3", NOW + 2 * MINUTE_MS).await, [AutomaticKind::Away], "nothing was said");
}

#[tokio::test]
async fn what_a_person_sends_again_is_their_answer_and_is_never_late() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    answer(&chats, "B1", NOW).await.unwrap();
    let row = due(&chats, NOW).await[0].row;
    chats.mark_failed(row, FailureReason::Rejected, NOW).await.unwrap();
    let chat_of_ana = chat(&chats).await;
    assert_eq!(chat_of_ana.waiting_since, Some(NOW));
    let later = NOW + 2 * HOUR_MS;
    assert!(chats.send_again(chat_of_ana.id, &id("B1"), later).await.unwrap().0);
    assert!(!message(&chats, "B1").await.is_automatic);
    assert_eq!(chat(&chats).await.waiting_since, None);
    settle_late(&chats, later).await;
    assert_eq!(due_ids(&chats, later).await, ["B1"]);
    sent(&chats, later).await;
    let figures = chats.figures(Hours::around(NOW - HOUR_MS, later + HOUR_MS), later, true).await.unwrap();
    assert_eq!(figures.period.answered_after_ms, [2 * HOUR_MS]);
}

#[tokio::test]
async fn what_a_person_gives_other_words_is_their_answer() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    let waiting = answer(&chats, "B1", NOW).await.unwrap().message.unwrap();
    let reworded = Reworded { raw: raw("já volto"), content: text("já volto"), context: Context::default() };
    let target = MessageKey { chat: ana(), id: waiting.id, from_me: true, sender: me() };
    let says = Says::Mark { target, kind: edit("já volto") };
    chats.enqueue(Outgoing { says, reworded: Some(reworded.into()), ..to_ana("E1", "", None) }, NOW).await.unwrap();
    assert!(!message(&chats, "B1").await.is_automatic);
    assert_eq!(chat(&chats).await.waiting_since, None);
    settle_late(&chats, NOW + 24 * HOUR_MS).await;
    assert_eq!(due_ids(&chats, NOW + 24 * HOUR_MS).await, ["B1"]);
}

#[tokio::test]
async fn who_is_blocked_is_told_nothing_and_the_address_book_may_be_left_out() {
    let (_world, chats) = told(away()).await;
    chats.set_blocked(vec![Address::one(jid(ANA_LID))], NOW).await.unwrap();
    assert!(ana_writes(&chats, "A1", NOW).await.is_empty(), "blocked under one of her addresses");
    chats.set_blocked(Vec::new(), NOW).await.unwrap();
    assert_eq!(ana_writes(&chats, "A2", NOW).await, [AutomaticKind::Away]);
    let (_world, chats) = told(AutomaticMessages {
        away: AwayMessage { to: Recipients::NotContacts, ..away().away },
        ..AutomaticMessages::default()
    })
    .await;
    chats.set_name(&Address::one(jid(ANA_PN)), "Ana da feira", true, NOW).await.unwrap();
    assert!(ana_writes(&chats, "A1", NOW).await.is_empty());
    chats.remove_book_name(&ana(), NOW).await.unwrap();
    assert_eq!(ana_writes(&chats, "A2", NOW).await, [AutomaticKind::Away]);
}

#[tokio::test]
async fn who_was_told_under_one_address_is_not_told_again_under_the_other() {
    let (_world, chats) = told(away()).await;
    let one = |address: &str, id: &str| from(Address::one(jid(address)), id, "oi");
    deliver(&chats, vec![one(ANA_PN, "A1")], NOW).await;
    let due_answer = chats.due_answers(NOW).await.unwrap()[0];
    chats.answer_by_itself(due_answer, to_number("B1"), NOW).await.unwrap().unwrap();
    sent(&chats, NOW).await;
    deliver(&chats, vec![Received { at: Some(NOW + HOUR_MS), ..one(ANA_LID, "A2") }], NOW + HOUR_MS).await;
    let told_twice = chats.due_answers(NOW + HOUR_MS).await.unwrap();
    assert_eq!(told_twice.len(), 1, "nobody has said yet that they are one");
    chats.drop_answer(told_twice[0]).await.unwrap();
    assert!(ana_writes(&chats, "A3", NOW + HOUR_MS).await.is_empty(), "they are one");
    assert_eq!(ana_writes(&chats, "A4", NOW + 12 * HOUR_MS).await, [AutomaticKind::Away]);
}

#[tokio::test]
async fn nobody_is_answered_by_another_account() {
    let (_world, chats) = told(away()).await;
    chats.use_account(&me(), NOW).await.unwrap();
    ana_writes(&chats, "A1", NOW).await;
    chats.use_account(&Address::one(jid("5511900000009@s.whatsapp.net")), NOW).await.unwrap(); // invented
    assert!(chats.due_answers(NOW).await.unwrap().is_empty());
    chats.use_account(&me(), NOW).await.unwrap();
    assert_eq!(chats.due_answers(NOW).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_was_told_without_anybody_goes_on_waiting() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    let waits_since = chat(&chats).await.waiting_since;
    assert_eq!(waits_since, Some(NOW));
    answer(&chats, "B1", NOW + MINUTE_MS).await.unwrap();
    sent(&chats, NOW + MINUTE_MS).await;
    let told = chat(&chats).await;
    assert_eq!((told.waiting_since, told.unread), (waits_since, 1));
    assert!(told.last_message.unwrap().is_automatic);
    ana_writes(&chats, "A2", NOW + 2 * MINUTE_MS).await;
    assert_eq!(chat(&chats).await.waiting_since, waits_since, "from the first of theirs on");
    enqueue(&chats, to_ana("B2", "bom dia", None), NOW + HOUR_MS).await;
    assert_eq!(chat(&chats).await.waiting_since, None);
    sent(&chats, NOW + HOUR_MS).await;
    let figures = chats.figures(Hours::around(NOW - HOUR_MS, NOW + 2 * HOUR_MS), NOW + HOUR_MS, true).await.unwrap();
    assert_eq!(figures.period.answered_after_ms, [HOUR_MS], "the person's answer, not the machine's");
    assert_eq!(figures.period.sent, 2, "both left");
}

#[tokio::test]
async fn a_late_message_finds_the_same_answers() {
    let (_world, chats) = told(away()).await;
    ana_writes(&chats, "A1", NOW).await;
    answer(&chats, "B1", NOW + MINUTE_MS).await.unwrap();
    sent(&chats, NOW + MINUTE_MS).await;
    enqueue(&chats, to_ana("B2", "bom dia", None), NOW + HOUR_MS).await;
    sent(&chats, NOW + HOUR_MS).await;
    let late = Received { at: Some(NOW + 2 * MINUTE_MS), ..from(ana(), "A2", "atrasada") };
    deliver(&chats, vec![late], NOW + 2 * HOUR_MS).await;
    let figures = chats.figures(Hours::around(NOW, NOW + 3 * HOUR_MS), NOW + 2 * HOUR_MS, true).await.unwrap();
    assert_eq!(figures.period.answered_after_ms, [HOUR_MS]);
}

#[tokio::test]
async fn who_writes_for_the_first_time_is_greeted() {
    let greeting = GreetingMessage { is_on: true, text: "olá".into(), ..GreetingMessage::default() };
    let (_world, chats) = told(AutomaticMessages { greeting, ..AutomaticMessages::default() }).await;
    assert_eq!(ana_writes(&chats, "A1", NOW).await, [AutomaticKind::Greeting]);
    answer(&chats, "B1", NOW).await.unwrap();
    sent(&chats, NOW).await;
    assert!(ana_writes(&chats, "A2", NOW + MINUTE_MS).await.is_empty());
    assert!(
        ana_writes(&chats, "A3", NOW + 14 * 24 * HOUR_MS).await.is_empty(),
        "A2 was written less than 14 days before"
    );
    assert_eq!(ana_writes(&chats, "A4", NOW + 28 * 24 * HOUR_MS).await, [AutomaticKind::Greeting]);
}

#[tokio::test]
async fn nobody_is_greeted_while_the_past_is_still_coming() {
    let greeting = GreetingMessage { is_on: true, text: "olá".into(), ..GreetingMessage::default() };
    let (_world, chats) = told(AutomaticMessages { greeting, ..AutomaticMessages::default() }).await;
    chats.begin_history(NOW).await.unwrap();
    assert!(ana_writes(&chats, "A1", NOW).await.is_empty(), "nothing was said of the past yet");
    let next_year = NOW + 365 * 24 * HOUR_MS;
    chats.begin_history(next_year).await.unwrap();
    chats.set_history_percent(40).await.unwrap();
    assert!(ana_writes(&chats, "A2", next_year + 6 * HOUR_MS - 1).await.is_empty(), "more of it comes");
    chats.set_history_percent(100).await.unwrap();
    let beto = |id, at| Received { at: Some(at), ..from(Address::one(jid("5511900000003@s.whatsapp.net")), id, "oi") }; // invented
    deliver(&chats, vec![beto("A3", next_year + HOUR_MS)], next_year + HOUR_MS).await;
    assert_eq!(chats.due_answers(next_year + HOUR_MS).await.unwrap().len(), 1, "all of it has come");
}

#[tokio::test]
async fn the_past_is_not_waited_for_longer_than_some_hours() {
    let greeting = GreetingMessage { is_on: true, text: "olá".into(), ..GreetingMessage::default() };
    for percent in [None, Some(40)] {
        let (_world, chats) =
            told(AutomaticMessages { greeting: greeting.clone(), ..AutomaticMessages::default() }).await;
        chats.begin_history(NOW).await.unwrap();
        if let Some(percent) = percent {
            chats.set_history_percent(percent).await.unwrap();
        }
        assert_eq!(ana_writes(&chats, "A1", NOW + 6 * HOUR_MS).await, [AutomaticKind::Greeting], "{percent:?}");
    }
}

#[tokio::test]
async fn waits_are_counted_by_the_hours_that_held() {
    let (_world, chats) = told(AutomaticMessages::default()).await;
    let midnight = UnixMs(NOW.0 - NOW.0.rem_euclid(24 * HOUR_MS));
    let answered_after = async |asked: (&str, UnixMs), answered: (&str, UnixMs)| {
        ana_writes(&chats, asked.0, asked.1).await;
        enqueue(&chats, to_ana(answered.0, "bom dia", None), answered.1).await;
        sent(&chats, answered.1).await;
    };
    answered_after(("A1", midnight), ("B1", midnight + HOUR_MS)).await;
    let second = midnight + 24 * HOUR_MS;
    chats.set_business_hours(Some(open("08:00", "18:00")), second - 3 * HOUR_MS).await.unwrap();
    answered_after(("A2", second), ("B2", second + 9 * HOUR_MS)).await;
    let figures = chats.figures(Hours::around(midnight, second + 24 * HOUR_MS), NOW, true).await.unwrap();
    assert_eq!(figures.period.answered_after_ms, [HOUR_MS, HOUR_MS], "before there were hours: all of it");
    let has_hours = async |from: UnixMs, to: UnixMs| {
        chats.figures(Hours::around(from, to), NOW, true).await.unwrap().period.has_business_hours
    };
    assert!(has_hours(midnight, second - 2 * HOUR_MS).await);
    assert!(!has_hours(midnight, second - 3 * HOUR_MS).await, "they held only later");
    chats.set_business_hours(None, second + 20 * HOUR_MS).await.unwrap();
    let figures = chats.figures(Hours::around(midnight, second + 24 * HOUR_MS), NOW, true).await.unwrap();
    assert_eq!(
        figures.period.answered_after_ms,
        [HOUR_MS, HOUR_MS],
        "what is chosen later changes nothing of the past"
    );
    assert_eq!(chats.business_hours().await.unwrap(), None);
    assert!(has_hours(midnight, second + 48 * HOUR_MS).await);
    assert!(!has_hours(second + 20 * HOUR_MS, second + 48 * HOUR_MS).await, "they held no more");
}

#[tokio::test]
async fn hours_that_are_corrected_at_once_never_held() {
    let (_world, chats) = told(AutomaticMessages::default()).await;
    let midnight = UnixMs(NOW.0 - NOW.0.rem_euclid(24 * HOUR_MS));
    chats.set_business_hours(Some(open("10:00", "11:00")), midnight).await.unwrap();
    let events = chats.set_business_hours(Some(open("08:00", "18:00")), midnight + MINUTE_MS).await.unwrap();
    assert_eq!(events.len(), 1);
    let again = chats.set_business_hours(Some(open("08:00", "18:00")), midnight + 2 * MINUTE_MS).await.unwrap();
    assert!(again.is_empty(), "nothing changed");
    ana_writes(&chats, "A1", midnight + 7 * HOUR_MS).await;
    enqueue(&chats, to_ana("B1", "bom dia", None), midnight + 9 * HOUR_MS).await;
    sent(&chats, midnight + 9 * HOUR_MS).await;
    let figures = chats.figures(Hours::around(midnight, midnight + 24 * HOUR_MS), NOW, true).await.unwrap();
    assert_eq!(figures.period.answered_after_ms, [HOUR_MS]);
}

#[tokio::test]
async fn what_was_chosen_reads_back() {
    let mut messages = away();
    messages.greeting = GreetingMessage { is_on: true, text: "olá".into(), ..GreetingMessage::default() };
    messages.language = Language::Es;
    let (_world, chats) = told(messages.clone()).await;
    assert_eq!(chats.automatic_messages().await.unwrap(), messages);
    assert!(chats.set_automatic_messages(messages, NOW).await.unwrap().is_empty(), "nothing changed");
}
