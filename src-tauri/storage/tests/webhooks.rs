//! What happens reaches each webhook once, in order, whatever stops in between.

#![allow(clippy::unwrap_used)]

mod world;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use portaria_domain::{
    Address, AfterAttempt, Attempt, AttemptFailure, Attendant, AttendantId, AutomaticMessages, AwayMessage,
    BusinessHours, ChatChange, DeliveryFailure, DeliveryId, DeliveryState, DisabledReason, Event, EventBody,
    EventFilter, Label, Language, MessageStatus, NoteId, QuickReply, QuickReplyId, Refusal, Secret, SessionState,
    TenantId, Tries, UnixMs, WEBHOOK_PATIENCE_MS, Webhook, WebhookId, WebhookState,
};
use portaria_storage::{
    ChatQuery, ChatStore, ContactQuery, DeliveryToTry, NewWebhook, ReplyIs, SavedWebhook, SendAgain, TriedDelivery,
    WebhookChange, WhichDeliveries,
};
use world::{NOW, World, ana, deliver, deliver_mark, edit, from, history, id, jid, mark, own, receipt};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn rui() -> Address {
    Address { pn: Some(jid("5511900000003@s.whatsapp.net")), lid: Some(jid("200000000003@lid")) } // invented
}

fn messages() -> EventFilter {
    EventFilter::new(vec!["message.received".to_owned()]).unwrap()
}

async fn hook(world: &World, tenant: TenantId, events: EventFilter) -> WebhookId {
    let secret = Secret::new("whsec_x".to_owned());
    let new =
        NewWebhook { url: "https://example.com/a".into(), events, headers: Vec::new(), inline_media_bytes: 0, secret };
    match world.stores.add_webhook(tenant, new, NOW).await.unwrap() {
        SavedWebhook::Saved(webhook) => webhook.id,
        SavedWebhook::TooMany => panic!("too many"),
    }
}

/// A tenant with a webhook for received messages.
async fn hooked() -> (World, TenantId, ChatStore, WebhookId) {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let webhook = hook(&world, tenant, messages()).await;
    (world, tenant, chats, webhook)
}

/// A delivery that is due, with what it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DueDelivery {
    id: DeliveryId,
    url: String,
    tries: Tries,
    event: Event,
}

async fn due(chats: &ChatStore, webhook: WebhookId, now: UnixMs) -> Vec<DueDelivery> {
    while chats.plan_deliveries(now).await.unwrap().is_more {}
    let Some(Webhook { state: WebhookState::Active, events, .. }) = chats.webhook(webhook).await.unwrap() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for due in chats.due_deliveries(webhook, events, now, 99).await.unwrap() {
        let DeliveryToTry { webhook, tries, event } = chats.still_due(webhook, due.id, now).await.unwrap().unwrap();
        found.push(DueDelivery { id: due.id, url: webhook.url, tries, event });
    }
    found
}

/// When there is something to do next, where nothing is under way.
async fn next_look(chats: &ChatStore) -> Option<UnixMs> {
    chats.next_delivery(HashSet::new(), HashSet::new()).await.unwrap()
}

/// The messages that are due.
async fn due_ids(chats: &ChatStore, webhook: WebhookId, now: UnixMs) -> Vec<String> {
    due(chats, webhook, now).await.into_iter().map(|due| said(&due)).collect()
}

fn said(due: &DueDelivery) -> String {
    match &due.event.body {
        EventBody::MessageReceived { message, .. } => message.id.to_string(),
        other => other.name().to_owned(),
    }
}

fn attempt(status: u16, at: UnixMs) -> Attempt {
    let failure = (status >= 300).then_some(AttemptFailure::Refused);
    Attempt { at, took_ms: 3, status: Some(status), failure, answer: "resposta".into() }
}

fn tried(webhook: WebhookId, due: &DueDelivery, attempt: Attempt) -> TriedDelivery {
    let DueDelivery { id, url, tries, .. } = due.clone();
    TriedDelivery { webhook, id, url, tries, attempt }
}

/// Tries a delivery, as a receiver that answers with a status.
async fn answer(
    chats: &ChatStore,
    webhook: WebhookId,
    due: &DueDelivery,
    status: u16,
    now: UnixMs,
) -> Option<DisabledReason> {
    let attempt = attempt(status, now);
    let follows = attempt.what_follows(due.tries, None, now, 0.0);
    let events = chats.record_attempt(tried(webhook, due, attempt), follows, now).await.unwrap();
    let mut told = events.into_iter().map(|event| match event.body {
        EventBody::WebhookDisabled { webhook: of, reason } if of == webhook => reason,
        other => panic!("{other:?}"),
    });
    told.next()
}

async fn state(chats: &ChatStore, webhook: WebhookId) -> WebhookState {
    chats.webhook(webhook).await.unwrap().unwrap().state
}

#[tokio::test]
async fn an_event_that_was_written_before_a_kill_is_due_after_it() {
    let (world, tenant, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "oi"), from(rui(), "R1", "oi")], NOW).await;
    drop(chats);
    let world = world.reopen().await;
    assert_eq!(world.stores.webhook_tenants().await.unwrap(), [tenant], "and its file is known");
    let chats = world.stores.chats(tenant).await.unwrap();
    let first = due(&chats, webhook, NOW).await;
    assert_eq!(first.iter().map(said).collect::<Vec<_>>(), ["A1", "R1"]);
    drop(chats);
    // Killed before the answer was kept: the same delivery is due again, under its id.
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(due(&chats, webhook, NOW).await, first);
    for delivery in &first {
        answer(&chats, webhook, delivery, 200, NOW).await;
    }
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(due_ids(&chats, webhook, NOW + 1_000_000).await, Vec::<String>::new(), "what was taken is over");
}

#[tokio::test]
async fn what_fails_holds_up_its_own_chat_and_no_other() {
    let (_world, _, chats, webhook) = hooked().await;
    let batch = vec![from(ana(), "A1", "1"), from(ana(), "A2", "2"), from(rui(), "R1", "1"), from(rui(), "R2", "2")];
    deliver(&chats, batch, NOW).await;
    let first = due(&chats, webhook, NOW).await;
    assert_eq!(first.iter().map(said).collect::<Vec<_>>(), ["A1", "R1"], "one of each chat");
    answer(&chats, webhook, &first[0], 500, NOW).await;
    answer(&chats, webhook, &first[1], 200, NOW).await;
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["R2"]);
    assert_eq!(next_look(&chats).await, Some(NOW), "R2 is due");
    let later = NOW + 5_000;
    let again = due(&chats, webhook, later).await;
    assert_eq!(again.iter().map(said).collect::<Vec<_>>(), ["R2", "A1"]);
    assert_eq!((again[1].id, again[1].tries.number), (first[0].id, 2), "the same delivery");
    answer(&chats, webhook, &again[1], 200, later).await;
    assert_eq!(due_ids(&chats, webhook, later).await, ["R2", "A2"], "what waited behind it follows");
}

#[tokio::test]
async fn where_the_clock_is_set_back_what_waits_is_due_and_keeps_its_order() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "1"), from(ana(), "A2", "2"), from(rui(), "R1", "1")], NOW).await;
    let first = due(&chats, webhook, NOW).await.remove(0);
    answer(&chats, webhook, &first, 500, NOW).await;
    let back = NOW - 10_800_000;
    assert!(due_ids(&chats, webhook, back).await.is_empty());
    chats.hasten_deliveries(back, DAY_MS).await.unwrap();
    assert!(due_ids(&chats, webhook, back).await.is_empty(), "none of them lies as far ahead as that");
    chats.hasten_deliveries(back, 0).await.unwrap();
    assert_eq!(due_ids(&chats, webhook, back).await, ["A1", "R1"]);
}

#[tokio::test]
async fn what_waits_of_two_chats_that_prove_to_be_one_goes_in_one_order() {
    let (_world, _, chats, webhook) = hooked().await;
    let by = |address: Option<portaria_domain::Jid>| Address::one(address.unwrap());
    deliver(&chats, vec![from(by(ana().pn), "A1", "1"), from(by(ana().lid), "A2", "2")], NOW).await;
    let first = due(&chats, webhook, NOW).await;
    assert_eq!(first.iter().map(said).collect::<Vec<_>>(), ["A1", "A2"], "as far as anybody knows they are two");
    answer(&chats, webhook, &first[0], 500, NOW).await;
    deliver(&chats, vec![from(ana(), "A3", "3")], NOW).await;
    assert_eq!(due_ids(&chats, webhook, NOW).await, Vec::<String>::new());
    let mut sent = Vec::new();
    while let Some(first) = due(&chats, webhook, NOW + 5_000).await.first() {
        sent.push(said(first));
        answer(&chats, webhook, first, 200, NOW + 5_000).await;
    }
    assert_eq!(sent, ["A1", "A2", "A3"]);
}

#[tokio::test]
async fn after_the_last_attempt_a_chat_goes_on() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "1"), from(ana(), "A2", "2")], NOW).await;
    let mut now = NOW;
    for number in 0..10 {
        let first = due(&chats, webhook, now).await;
        assert_eq!(first.iter().map(said).collect::<Vec<_>>(), ["A1"], "attempt {number}");
        answer(&chats, webhook, &first[0], 404, now).await;
        now = next_look(&chats).await.unwrap();
    }
    assert_eq!(due_ids(&chats, webhook, now).await, ["A2"]);
    let failed = chats.deliveries(webhook, Some(DeliveryState::Failed), None, 9).await.unwrap();
    assert_eq!((failed.len(), failed[0].attempts, failed[0].log.len()), (1, 10, 10));
    assert_eq!(failed[0].failure, Some(DeliveryFailure::TriedOut));
    assert_eq!(failed[0].log[0], attempt(404, NOW));
}

#[tokio::test]
async fn only_what_a_webhook_asks_for_and_from_then_on() {
    let (world, tenant, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "1")], NOW).await;
    let all = hook(&world, tenant, EventFilter::default()).await;
    chats.set_name(&ana(), "Ana", true, NOW).await.unwrap();
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["A1"]);
    assert_eq!(due_ids(&chats, all, NOW).await, ["chat.updated"], "what was before it is not its own");
    let change = WebhookChange { events: Some(EventFilter::default()), ..WebhookChange::default() };
    let changed = chats.change_webhook(webhook, change).await.unwrap().unwrap();
    assert_eq!((changed.url.as_str(), changed.events.names().len()), ("https://example.com/a", 0));
}

#[tokio::test]
async fn a_delivery_whose_event_tells_of_something_else_by_now_is_forgotten() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "segredo")], NOW).await;
    deliver(&chats, vec![from(rui(), "R1", "oi")], NOW).await;
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["A1", "R1"]);
    chats.change_chat(&ana(), ChatChange::Deleted { until: NOW + 1_000 }, NOW).await.unwrap();
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["R1"]);
    assert_eq!(chats.deliveries(webhook, None, None, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_delivery_whose_event_does_not_read_is_forgotten_before_it_is_sent() {
    let (world, tenant, chats, _) = hooked().await;
    let all = hook(&world, tenant, EventFilter::default()).await;
    deliver(&chats, vec![from(ana(), "A1", "x")], NOW).await;
    while chats.plan_deliveries(NOW).await.unwrap().is_more {}
    drop(chats);
    let world = world.write_chats(tenant, "UPDATE events SET chat_id = 'x'").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    while let Some(due) = chats.due_deliveries(all, EventFilter::default(), NOW, 1).await.unwrap().first() {
        assert_eq!(chats.still_due(all, due.id, NOW).await.unwrap(), None);
    }
    assert_eq!(chats.deliveries(all, None, None, 9).await.unwrap(), []);
}

#[tokio::test]
async fn what_a_webhook_has_still_to_take_outlives_the_log() {
    let (world, tenant, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "1")], NOW).await;
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["A1"]);
    drop(chats);
    // As many events as the log keeps, and the one with which it is pruned.
    let world = world.write_chats(tenant, "UPDATE owner SET event_number = 29999").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(rui(), "R1", "1")], NOW).await;
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["A1", "R1"], "the first is still there");
    assert!(!chats.events_after(0, 1).await.unwrap().resync);
    chats.pause_webhook(webhook, NOW).await.unwrap();
    chats.plan_deliveries(NOW + WEBHOOK_PATIENCE_MS - 1).await.unwrap();
    assert_eq!(state(&chats, webhook).await, WebhookState::Paused);
    assert_eq!(next_look(&chats).await, Some(NOW + WEBHOOK_PATIENCE_MS));
    assert_eq!(chats.plan_deliveries(NOW + WEBHOOK_PATIENCE_MS).await.unwrap().events.len(), 1, "it is said");
    assert_eq!(state(&chats, webhook).await, WebhookState::Disabled(DisabledReason::PausedTooLong));
    drop(chats);
    let world = world.write_chats(tenant, "UPDATE owner SET event_number = 59999").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(rui(), "R2", "1")], NOW).await;
    assert!(chats.events_after(0, 1).await.unwrap().resync, "it lets go after five days");
    assert_eq!(chats.deliveries(webhook, None, None, 9).await.unwrap(), [], "and its log goes with the events");
}

#[tokio::test]
async fn who_fails_for_five_days_or_wants_nothing_any_more_is_disabled() {
    let (world, tenant, chats, webhook) = hooked().await;
    let other = hook(&world, tenant, messages()).await;
    let mut now = NOW;
    deliver(&chats, vec![from(ana(), "A0", "x")], now).await;
    let first = due(&chats, webhook, now).await;
    assert_eq!(answer(&chats, webhook, &first[0], 503, now).await, None);
    now = now + WEBHOOK_PATIENCE_MS - 1;
    deliver(&chats, vec![from(rui(), "R1", "x")], now).await;
    let next = due(&chats, webhook, now).await;
    assert_eq!(answer(&chats, webhook, &next[1], 503, now).await, None);
    let next = due(&chats, webhook, now).await;
    assert_eq!(answer(&chats, webhook, &next[0], 503, now + 1).await, Some(DisabledReason::Failing));
    assert_eq!(state(&chats, webhook).await, WebhookState::Disabled(DisabledReason::Failing));
    assert_eq!(state(&chats, other).await, WebhookState::Active, "the other one is its own");
    let failed = chats.deliveries(webhook, Some(DeliveryState::Failed), None, 9).await.unwrap();
    assert_eq!(failed.len(), 2, "what waited can be asked for later");
    assert!(failed.iter().all(|failed| failed.failure == Some(DeliveryFailure::WebhookDisabled)), "{failed:?}");

    let gone = due(&chats, other, now).await;
    assert_eq!(answer(&chats, other, &gone[0], 410, now).await, Some(DisabledReason::Gone));
    assert_eq!(next_look(&chats).await, None);

    // Resumed it takes what happens from now on, and the rest where somebody asks.
    deliver(&chats, vec![from(rui(), "R2", "x")], now).await;
    let which = WhichDeliveries::FailedBetween(UnixMs(0), UnixMs::FOREVER);
    let ask = async |only_count| chats.send_deliveries_again(webhook, which, only_count, now).await.unwrap();
    assert_eq!(ask(true).await, SendAgain::Disabled);
    chats.resume_webhook(webhook, now).await.unwrap();
    deliver(&chats, vec![from(rui(), "R3", "x")], now).await;
    assert_eq!(due_ids(&chats, webhook, now).await, ["R3"]);
    assert_eq!(ask(true).await, SendAgain::Counted(2), "a dry run");
    assert_eq!(due_ids(&chats, webhook, now).await, ["R3"], "changes nothing");
    assert_eq!(ask(false).await, SendAgain::Counted(2));
    assert_eq!(due_ids(&chats, webhook, now).await, ["A0", "R1"], "the earlier one of a chat goes first");
}

const HOUR_MS: i64 = 60 * 60_000;

#[tokio::test]
async fn a_chat_that_is_never_taken_keeps_the_log_no_longer_than_five_days() {
    let (world, tenant, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(ana(), "A2", "x"), from(ana(), "A3", "x")], NOW).await;
    let (mut now, mut taken) = (NOW, Vec::new());
    for hour in 0..120 {
        deliver(&chats, vec![from(rui(), &format!("R{hour}"), "x")], now).await;
        if hour == 100 {
            deliver(&chats, vec![from(ana(), "A4", "x")], now).await;
        }
        let next_hour = NOW + (hour + 1) * HOUR_MS;
        while now < next_hour {
            for due in due(&chats, webhook, now).await {
                let status = if said(&due).starts_with('A') { 500 } else { 200 };
                assert_eq!(answer(&chats, webhook, &due, status, now).await, None, "it takes what others write");
                taken.extend((status == 200).then(|| said(&due)));
            }
            now = next_look(&chats).await.unwrap_or(next_hour).min(next_hour);
        }
    }
    deliver(&chats, vec![from(rui(), "R120", "x")], now).await;
    let end = NOW + WEBHOOK_PATIENCE_MS;
    assert_eq!(due_ids(&chats, webhook, end).await, ["A2", "R120"], "for the last time");
    let last = due(&chats, webhook, end).await;
    answer(&chats, webhook, &last[0], 500, end).await;
    answer(&chats, webhook, &last[1], 200, end).await;
    assert_eq!(due_ids(&chats, webhook, end).await, ["A4"], "it does not wait for so long yet");
    let failed = chats.deliveries(webhook, Some(DeliveryState::Failed), None, 9).await.unwrap();
    let why: Vec<_> = failed.iter().rev().map(|failed| failed.failure.unwrap()).collect();
    let (tried_out, too_long) = (DeliveryFailure::TriedOut, DeliveryFailure::WaitedTooLong);
    assert_eq!(why, [tried_out, too_long, too_long], "A3 stood behind A2, and goes with it");
    assert_eq!(taken.len(), 120);
    drop(chats);
    let world = world.write_chats(tenant, "UPDATE owner SET event_number = 29999").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(rui(), "R", "1")], end).await;
    assert!(chats.events_after(0, 1).await.unwrap().resync, "the log lets go of what failed");
    assert_eq!(due_ids(&chats, webhook, end).await, ["A4", "R"]);
}

#[tokio::test]
async fn what_waited_while_this_computer_was_off_is_tried_once_more() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(ana(), "A2", "x")], NOW).await;
    let first = due(&chats, webhook, NOW).await;
    answer(&chats, webhook, &first[0], 500, NOW).await;
    let later = NOW + 2 * WEBHOOK_PATIENCE_MS;
    for wanted in ["A1", "A2"] {
        let first = due(&chats, webhook, later).await;
        assert_eq!(first.iter().map(said).collect::<Vec<_>>(), [wanted]);
        answer(&chats, webhook, &first[0], 200, later).await;
    }
}

#[tokio::test]
async fn a_webhook_for_which_nothing_waits_does_not_fail() {
    let (_world, _, chats, webhook) = hooked().await;
    let failing = async || chats.webhook(webhook).await.unwrap().unwrap().failing_since;
    let fail = async |now| {
        let first = due(&chats, webhook, now).await.remove(0);
        answer(&chats, webhook, &first, 500, now).await;
    };
    // Nothing is left to tell.
    deliver(&chats, vec![from(ana(), "A1", "x")], NOW).await;
    fail(NOW).await;
    assert_eq!(failing().await, Some(NOW));
    chats.change_chat(&ana(), ChatChange::Deleted { until: NOW + 1_000 }, NOW).await.unwrap();
    assert_eq!(due_ids(&chats, webhook, NOW + HOUR_MS).await, Vec::<String>::new());
    assert_eq!(failing().await, None, "what it failed with is gone");
    // It was tried as often as it may.
    let mut now = NOW + HOUR_MS;
    deliver(&chats, vec![from(rui(), "R1", "x")], now).await;
    chats.plan_deliveries(now).await.unwrap();
    for _ in 0..10 {
        fail(now).await;
        now = next_look(&chats).await.unwrap_or(now);
    }
    assert_eq!(chats.deliveries(webhook, Some(DeliveryState::Failed), None, 9).await.unwrap().len(), 1);
    assert_eq!(failing().await, None, "what it failed with was given up");
    // It is another receiver.
    deliver(&chats, vec![from(rui(), "R2", "x")], now).await;
    fail(now).await;
    let url = |path: &str| WebhookChange { url: Some(format!("https://example.com/{path}")), ..Default::default() };
    assert_eq!(chats.change_webhook(webhook, url("a")).await.unwrap().unwrap().failing_since, Some(now), "the same");
    assert_eq!(chats.change_webhook(webhook, url("b")).await.unwrap().unwrap().failing_since, None);
}

#[tokio::test]
async fn what_is_due_is_looked_at_once_more_before_it_is_sent() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x")], NOW).await;
    let first = due(&chats, webhook, NOW).await.remove(0);
    let still_due = async || chats.still_due(webhook, first.id, NOW).await.unwrap();
    let change = WebhookChange { url: Some("https://example.com/b".into()), ..Default::default() };
    chats.change_webhook(webhook, change).await.unwrap();
    let DeliveryToTry { webhook: of, event, .. } = still_due().await.unwrap();
    assert_eq!((of.url.as_str(), &event), ("https://example.com/b", &first.event), "it goes where it is to go by now");
    chats.pause_webhook(webhook, NOW).await.unwrap();
    assert_eq!(still_due().await, None, "paused");
    chats.resume_webhook(webhook, NOW).await.unwrap();
    let filter = |name: &str| EventFilter::new(vec![name.to_owned()]).unwrap();
    let change = |name| WebhookChange { events: Some(filter(name)), ..Default::default() };
    chats.change_webhook(webhook, change("chat.updated")).await.unwrap();
    assert_eq!(still_due().await, None, "nobody asks for it");
    chats.change_webhook(webhook, change("message.received")).await.unwrap();
    assert!(still_due().await.is_some());
    answer(&chats, webhook, &first, 500, NOW).await;
    assert_eq!(still_due().await, None, "it was tried meanwhile");
}

#[tokio::test]
async fn what_waits_goes_with_what_is_sent_again_and_what_nobody_asks_for_does_not() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(ana(), "A2", "x")], NOW).await;
    let first = due(&chats, webhook, NOW).await.remove(0);
    answer(&chats, webhook, &first, 500, NOW).await;
    assert_eq!(due_ids(&chats, webhook, NOW).await, Vec::<String>::new());
    let all = WhichDeliveries::Between(UnixMs(0), UnixMs::FOREVER);
    let again =
        async |which, only_count| chats.send_deliveries_again(webhook, which, only_count, NOW + 1).await.unwrap();
    assert_eq!((again(all, true).await, again(all, false).await), (SendAgain::Counted(2), SendAgain::Counted(2)));
    let now_due = due(&chats, webhook, NOW + 1).await;
    assert_eq!((said(&now_due[0]), now_due[0].tries), ("A1".to_owned(), Tries { number: 1, waits_since: NOW + 1 }));

    let other = EventFilter::new(vec!["chat.updated".to_owned()]).unwrap();
    chats.change_webhook(webhook, WebhookChange { events: Some(other), ..Default::default() }).await.unwrap();
    assert_eq!(again(all, false).await, SendAgain::Counted(0));
    for only_count in [true, false] {
        assert_eq!(again(WhichDeliveries::One(first.id), only_count).await, SendAgain::NotTaken);
    }
}

#[tokio::test]
async fn what_is_sent_again_while_it_is_under_way_is_as_if_it_were_new() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(ana(), "A2", "x")], NOW).await;
    let one = WhichDeliveries::One(due(&chats, webhook, NOW).await[0].id);
    let mut now = NOW;
    for (round, status) in [200, 500, 404].into_iter().enumerate() {
        let first = due(&chats, webhook, now).await.remove(0);
        now = now + 1;
        assert_eq!(chats.send_deliveries_again(webhook, one, false, now).await.unwrap(), SendAgain::Counted(1));
        answer(&chats, webhook, &first, status, now).await;
        let again = due(&chats, webhook, now).await;
        let tries = Tries { number: 1, waits_since: now };
        assert_eq!((again.len(), said(&again[0]), again[0].tries), (1, "A1".to_owned(), tries), "{status}");
        let (shown, _) = chats.delivery(webhook, first.id).await.unwrap().unwrap();
        assert_eq!((shown.attempts, shown.log.len()), (0, round + 1), "the attempt is kept");
    }
    let first = due(&chats, webhook, now).await.remove(0);
    answer(&chats, webhook, &first, 200, now).await;
    assert_eq!(due_ids(&chats, webhook, now).await, ["A2"]);
}

#[tokio::test]
async fn what_the_receiver_at_an_earlier_address_answers_says_nothing_of_the_webhook() {
    let (_world, _, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(rui(), "R1", "x")], NOW).await;
    let first = due(&chats, webhook, NOW).await;
    let change = WebhookChange { url: Some("https://example.com/b".into()), ..Default::default() };
    chats.change_webhook(webhook, change).await.unwrap();
    let shown = async || chats.webhook_overviews().await.unwrap().remove(0);
    for (due, status) in first.iter().zip([500, 410]) {
        assert_eq!(answer(&chats, webhook, due, status, NOW).await, None);
        let shown = shown().await;
        let state = (shown.webhook.state, shown.webhook.failing_since, shown.last_attempt);
        assert_eq!(state, (WebhookState::Active, None, None), "{status}");
    }
    let again = due(&chats, webhook, NOW).await;
    assert_eq!((again.len(), again[0].id, again[0].url.as_str()), (1, first[1].id, "https://example.com/b"));
    answer(&chats, webhook, &again[0], 503, NOW).await;
    assert_eq!(shown().await.webhook.failing_since, Some(NOW));
    let late = DueDelivery { url: first[0].url.clone(), ..due(&chats, webhook, NOW + HOUR_MS).await.remove(0) };
    answer(&chats, webhook, &late, 200, NOW + HOUR_MS).await;
    assert_eq!(shown().await.webhook.failing_since, Some(NOW), "it was the earlier one that took this");
    assert_eq!(answer(&chats, webhook, &again[0], 410, NOW + HOUR_MS).await, Some(DisabledReason::Gone));
}

#[tokio::test]
async fn a_webhook_is_listed_with_its_last_attempt_and_how_much_waits() {
    let (_world, _, chats, webhook) = hooked().await;
    let shown = async || {
        let shown = chats.webhook_overviews().await.unwrap().remove(0);
        (shown.last_attempt, shown.waiting_count)
    };
    assert_eq!(shown().await, (None, 0));
    deliver(&chats, vec![from(ana(), "A1", "x"), from(ana(), "A2", "x"), from(rui(), "R1", "x")], NOW).await;
    let first = due(&chats, webhook, NOW).await;
    assert_eq!(shown().await, (None, 3));
    for (due, status, left) in [(&first[0], 500, 3), (&first[1], 200, 2)] {
        answer(&chats, webhook, due, status, NOW).await;
        let wanted = Attempt { answer: String::new(), ..attempt(status, NOW) };
        assert_eq!(shown().await, (Some(wanted), left), "no answer is listed");
    }
}

#[tokio::test]
async fn what_is_seen_already_and_a_webhook_that_is_full_are_nothing_to_look_at() {
    let (world, tenant, chats, webhook) = hooked().await;
    let other = hook(&world, tenant, messages()).await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(rui(), "R1", "x")], NOW).await;
    let first = due(&chats, webhook, NOW).await;
    let of_other = due(&chats, other, NOW).await;
    answer(&chats, webhook, &first[1], 500, NOW).await;
    assert_eq!(next_look(&chats).await, Some(NOW));
    let ask = async |seen: &[DeliveryId], full: &[WebhookId]| {
        let (seen, full) = (seen.iter().copied().collect(), full.iter().copied().collect());
        chats.next_delivery(seen, full).await.unwrap()
    };
    assert_eq!(ask(&[first[0].id], &[]).await, Some(NOW), "the other webhook's");
    assert_eq!(ask(&[first[0].id], &[other]).await, Some(NOW + 5_000), "R1 again");
    assert_eq!(ask(&[first[0].id, of_other[0].id, of_other[1].id], &[]).await, Some(NOW + 5_000));
    assert_eq!(ask(&[], &[webhook, other]).await, None);
}

#[tokio::test]
async fn much_is_sent_again_piece_by_piece_and_in_order() {
    let (_world, _, chats, webhook) = hooked().await;
    for hundred in 0..12 {
        let batch = (0..100).map(|one| from(ana(), &format!("A{:04}", hundred * 100 + one), "x")).collect();
        deliver(&chats, batch, NOW).await;
    }
    while chats.plan_deliveries(NOW).await.unwrap().is_more {}
    assert_eq!(chats.deliveries(webhook, Some(DeliveryState::Waiting), None, 9_999).await.unwrap().len(), 1_200);
    let first = due(&chats, webhook, NOW).await.remove(0);
    answer(&chats, webhook, &first, 410, NOW).await;
    chats.resume_webhook(webhook, NOW).await.unwrap();
    let failed = WhichDeliveries::FailedBetween(UnixMs(0), UnixMs::FOREVER);
    for only_count in [true, false] {
        let sent = chats.send_deliveries_again(webhook, failed, only_count, NOW).await.unwrap();
        assert_eq!(sent, SendAgain::Counted(1_200), "{only_count}");
    }
    assert_eq!(chats.deliveries(webhook, Some(DeliveryState::Waiting), None, 9_999).await.unwrap().len(), 1_200);
    assert_eq!(due_ids(&chats, webhook, NOW).await, ["A0000"]);
}

#[tokio::test]
async fn a_delivery_is_planned_by_the_name_that_its_event_has() {
    let (world, tenant, chats, other) = hooked().await;
    let all = hook(&world, tenant, EventFilter::default()).await;
    deliver(&chats, vec![from(ana(), "A1", "x"), own(ana(), "O1", "x"), from(rui(), "R1", "x")], NOW).await;
    let leo = Address::one(jid("5511900000004@s.whatsapp.net")); // invented
    deliver(&chats, vec![from(leo.clone(), "L1", "x")], NOW).await;
    let sent = receipt(ana(), &[id("O1")], MessageStatus::Read, NOW);
    chats.apply_receipt(sent, NOW).await.unwrap();
    deliver_mark(&chats, mark(&from(ana(), "A1", "x"), ana(), "M1", NOW, edit("y"))).await;
    chats.set_shows_online(true, NOW).await.unwrap();
    chats.set_label(Label { id: "1".into(), name: "Novo".into(), color: 1 }, NOW).await.unwrap();
    let attendant = Attendant { id: AttendantId::from_parts(NOW, [1; 10]), name: "Ana".into() };
    chats.add_attendant(attendant, NOW).await.unwrap();
    chats.store_history(history(ana(), vec![(from(ana(), "H1", "x"), MessageStatus::Read)]), NOW).await.unwrap();
    chats.record_status(&SessionState::new(NOW), NOW).await.unwrap();
    let list = chats.chats(ChatQuery { limit: 9, ..Default::default() }).await.unwrap();
    let chat = list.iter().find(|chat| chat.address == ana()).unwrap().id;
    let note = async |number| {
        let id = NoteId::from_parts(NOW, number);
        chats.add_note(id, chat, "x".into(), "login".into(), NOW).await.unwrap();
        id
    };
    let (gone, _) = (note([1; 10]).await, note([2; 10]).await);
    chats.remove_note(gone, chat, NOW).await.unwrap();
    chats.change_chat(&rui(), ChatChange::Deleted { until: NOW + 1_000 }, NOW).await.unwrap();
    let reply = |number: u8, shortcut: &str| QuickReply {
        id: QuickReplyId::from_parts(NOW, [number; 10]),
        shortcut: shortcut.into(),
        text: "oi".into(),
    };
    for reply in [reply(1, "a"), reply(2, "b")] {
        chats.save_quick_reply(reply, ReplyIs::New, NOW).await.unwrap();
    }
    chats.remove_quick_reply(reply(1, "a").id, NOW).await.unwrap().unwrap();
    let hours = BusinessHours::new("UTC".parse().unwrap(), Default::default(), BTreeMap::new()).unwrap();
    chats.set_business_hours(Some(hours), NOW).await.unwrap();
    let away = AwayMessage { is_on: true, text: "fechado".into(), ..AwayMessage::default() };
    chats.set_automatic_messages(AutomaticMessages { away, ..Default::default() }, NOW).await.unwrap();
    let (gone, _) = world.stores.begin_export(tenant, false, Language::Es, NOW).await.unwrap();
    world.stores.remove_export(tenant, gone.id, NOW).await.unwrap();
    world.stores.begin_export(tenant, false, Language::Es, NOW).await.unwrap();
    chats.change_chat_here(chat, ChatChange::Archived(true), NOW).await.unwrap().unwrap();
    for pending in chats.pending_changes(NOW, 9).await.unwrap() {
        chats.undo_change(&pending, Refusal::TooOften, NOW).await.unwrap();
    }
    let people = chats.contacts(ContactQuery { limit: 9, ..Default::default() }).await.unwrap().contacts;
    let his = people.iter().find(|contact| contact.address == leo).unwrap().id;
    let erasure = world.stores.begin_erasure(tenant, his, NOW).await.unwrap().unwrap();
    while !world.stores.erase_some(tenant, erasure, NOW).await.unwrap().1 {}
    let first = due(&chats, other, NOW).await.remove(0);
    assert_eq!(answer(&chats, other, &first, 410, NOW).await, Some(DisabledReason::Gone));
    for linked in [world::me(), leo] {
        chats.use_account(&linked, NOW).await.unwrap();
    }
    while chats.plan_deliveries(NOW).await.unwrap().is_more {}
    let mut names = BTreeSet::new();
    for delivery in chats.deliveries(all, None, None, 99).await.unwrap() {
        let event = chats.delivery(all, delivery.id).await.unwrap().unwrap().1.unwrap();
        assert_eq!(delivery.event_name, event.body.name());
        names.insert(delivery.event_name);
    }
    let every: BTreeSet<_> = EventBody::NAMES.iter().map(ToString::to_string).collect();
    assert_eq!(names, every, "each kind is here");
}

#[tokio::test]
async fn a_time_is_sent_again_with_what_the_webhook_never_had() {
    let (world, tenant, chats, webhook) = hooked().await;
    for (minute, said) in [(0, "A0"), (1, "A1"), (2, "A2"), (3, "A3")] {
        deliver(&chats, vec![from(ana(), said, "x")], NOW + minute * 60_000).await;
    }
    let now = NOW + 600_000;
    while let Some(first) = due(&chats, webhook, now).await.first() {
        answer(&chats, webhook, first, 200, now).await;
    }
    let late = hook(&world, tenant, messages()).await;
    chats.plan_deliveries(now).await.unwrap();
    let which = WhichDeliveries::Between(NOW + 60_000, NOW + 120_000);
    for webhook in [webhook, late] {
        for only_count in [true, false] {
            let counted = chats.send_deliveries_again(webhook, which, only_count, now).await.unwrap();
            assert_eq!(counted, SendAgain::Counted(2), "{only_count}");
        }
        let mut sent = Vec::new();
        while let Some(first) = due(&chats, webhook, now).await.first() {
            sent.push(said(first));
            answer(&chats, webhook, first, 200, now).await;
        }
        assert_eq!(sent, ["A1", "A2"]);
    }
    let one = chats.deliveries(webhook, None, None, 1).await.unwrap().remove(0);
    let which = WhichDeliveries::One(one.id);
    assert_eq!(chats.send_deliveries_again(webhook, which, false, now).await.unwrap(), SendAgain::Counted(1));
    assert_eq!(due(&chats, webhook, now).await[0].id, one.id, "under its own id");
    assert_eq!(chats.send_deliveries_again(late, which, false, now).await.unwrap(), SendAgain::Unknown);
    let (shown, event) = chats.delivery(webhook, one.id).await.unwrap().unwrap();
    assert_eq!((shown.log.len(), event.unwrap().number), (1, one.event_number));
    assert_eq!(chats.delivery(late, one.id).await.unwrap(), None, "another webhook's is not shown");
}

#[tokio::test]
async fn an_answer_with_somebodys_number_goes_with_them() {
    let (world, tenant, chats, webhook) = hooked().await;
    deliver(&chats, vec![from(ana(), "A1", "x"), from(rui(), "R1", "x")], NOW).await;
    for delivery in due(&chats, webhook, NOW).await {
        let answer = if said(&delivery) == "R1" { "5511900000002" } else { "segredo" }; // invented
        let attempt = Attempt { answer: answer.into(), ..attempt(200, NOW) };
        let tried = tried(webhook, &delivery, attempt);
        chats.record_attempt(tried, AfterAttempt::Delivered, NOW).await.unwrap();
    }
    let query = ContactQuery { limit: 9, ..Default::default() };
    let people = chats.contacts(query).await.unwrap().contacts;
    let hers = people.iter().find(|contact| contact.address == ana()).unwrap().id;
    let erasure = world.stores.begin_erasure(tenant, hers, NOW).await.unwrap().unwrap();
    while !world.stores.erase_some(tenant, erasure, NOW).await.unwrap().1 {}
    let log: Vec<_> = chats.deliveries(webhook, None, None, 9).await.unwrap();
    assert!(log.len() == 2 && log.iter().all(|delivery| delivery.log.is_empty()), "{log:?}");
}

#[tokio::test]
async fn a_tenant_has_so_many_webhooks_and_a_secret_of_each() {
    let (world, tenant, chats, webhook) = hooked().await;
    for _ in 1..10 {
        hook(&world, tenant, messages()).await;
    }
    let secret = Secret::new("whsec_y".to_owned());
    let new = NewWebhook {
        url: "https://example.com".into(),
        events: messages(),
        headers: Vec::new(),
        inline_media_bytes: 0,
        secret,
    };
    assert_eq!(world.stores.add_webhook(tenant, new.clone(), NOW).await.unwrap(), SavedWebhook::TooMany);
    let rotated = chats.rotate_webhook(webhook, new.secret, NOW + 10).await.unwrap().unwrap();
    let valid = |now| rotated.secrets.valid(now).map(|secret| secret.expose().clone()).collect::<Vec<_>>();
    assert_eq!((valid(NOW), valid(NOW + 10)), (vec!["whsec_y".into(), "whsec_x".into()], vec!["whsec_y".to_owned()]));
    assert!(!format!("{rotated:?}").contains("whsec_"), "it prints as stars");
    for webhook in chats.webhooks().await.unwrap() {
        assert_eq!(world.stores.webhook_tenants().await.unwrap(), [tenant]);
        assert!(world.stores.remove_webhook(tenant, webhook.id).await.unwrap());
        assert!(!world.stores.remove_webhook(tenant, webhook.id).await.unwrap());
    }
    assert_eq!(world.stores.webhook_tenants().await.unwrap(), []);
}
