//! When a tenant answers, and what is sent without anybody.

use std::time::Duration;

use portaria_domain::{Clock as _, UnixMs};
use serde_json::{Value, json};

use crate::world::{Tenant, World};

const NUMBER: &str = "5511900000001"; // invented
const CUSTOMER: &str = "5511900000002"; // invented
const NEIGHBOUR: &str = "5511900000003"; // invented
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Monday, 18 January 2027, 12:00 by the clock of the shop.
const NOON: UnixMs = UnixMs(1_800_284_400_000);

fn hours() -> Value {
    let day = json!([{ "from": "08:00", "to": "12:00" }, { "from": "13:00", "to": "18:00" }]);
    json!({
        "timeZone": "America/Sao_Paulo",
        "week": {
            "monday": day, "tuesday": day, "wednesday": day, "thursday": day,
            "friday": [{ "from": "22:00", "to": "02:00" }], "saturday": [], "sunday": [],
        },
        "closedDates": [{ "date": "2027-01-20", "name": "Padroeira" }],
    })
}

fn away(text: &str) -> Value {
    json!({
        "language": "pt-BR",
        // Tomorrow there: where there are hours, their clock says which date it is.
        "timeZone": "Pacific/Kiritimati",
        "away": { "isOn": true, "when": "outside_hours", "to": "everyone", "againAfterHours": 12, "text": text },
        "greeting": { "isOn": false, "to": "everyone", "text": "" },
    })
}

/// A shop at noon on a Monday that says when it is away.
async fn shop() -> (World, Tenant) {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    world.clock.advance(NOON.since_ms(world.clock.now()));
    for (path, body) in
        [("/business-hours", hours()), ("/automatic-messages", away("Oi, {nome}! Fechamos em {data}. {numero}"))]
    {
        let answer = world.post(&tenant.by_key(), &tenant.path(path), &body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
    (world, tenant)
}

/// Somebody writes at a moment, which is now; gives back how many were told something by then.
async fn writes(world: &World, tenant: &Tenant, at: UnixMs) -> usize {
    world.clock.advance(at.since_ms(world.clock.now()));
    world.gateway.receive_at(tenant.tenant_id(), CUSTOMER, None, at).await;
    settled(world, tenant).await;
    told(world)
}

/// How many messages WhatsApp was given, but for those of [`settled`].
fn told(world: &World) -> usize {
    world.gateway.sent().iter().filter(|sent| sent.to.user() != NEIGHBOUR).count()
}

/// Waits until what was decided has left: whoever sends looks for that before anything else, and what the neighbour is sent
/// shows that they did. Twice, because they may have looked just before it was decided.
async fn settled(world: &World, tenant: &Tenant) {
    for _ in 0..2 {
        let body = json!({ "to": NEIGHBOUR, "text": "oi" });
        let answer = world.post(&tenant.by_key(), &tenant.path("/send"), &body).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        world.gateway.until_given(answer.json()["id"].as_str().unwrap()).await;
    }
    let look = async {
        loop {
            let outbox = world.get(&tenant.by_key(), &tenant.path("/outbox")).await.json();
            if outbox["items"].as_array().unwrap().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("the outbox never was empty");
}

async fn chat(world: &World, tenant: &Tenant) -> Value {
    let chats = world.get(&tenant.by_key(), &tenant.path("/chats")).await.json();
    let all = chats["items"].as_array().unwrap();
    all.iter().find(|chat| chat["pn"] == format!("{CUSTOMER}@s.whatsapp.net")).unwrap().clone()
}

#[tokio::test]
async fn who_writes_outside_the_hours_is_told_so_once() {
    let (world, tenant) = shop().await;
    assert_eq!(writes(&world, &tenant, NOON - MINUTE_MS).await, 0, "open");
    assert_eq!(writes(&world, &tenant, NOON).await, 1, "closed over lunch");
    let chat = chat(&world, &tenant).await;
    let last = &chat["lastMessage"];
    assert_eq!(last["isAutomatic"], true);
    assert_eq!(last["content"]["text"], "Oi, Cliente! Fechamos em 18/01/2027. +55 11 90000-0002");
    assert_eq!(chat["waitingSinceMs"], NOON.0 - MINUTE_MS, "a machine's words are no answer");
    assert_eq!(chat["unread"], 2);
    assert_eq!(writes(&world, &tenant, NOON + 30 * MINUTE_MS).await, 1, "told already");
    assert_eq!(writes(&world, &tenant, NOON + 12 * HOUR_MS).await, 2, "in the night again");
    world.gateway.receive_at(tenant.tenant_id(), CUSTOMER, Some("120363000000000001@g.us"), world.clock.now()).await;
    settled(&world, &tenant).await;
    assert_eq!(told(&world), 2, "nobody is told in a group");
    let statistics = world.get(&tenant.by_key(), &tenant.path("/statistics")).await.json();
    let answers = &statistics["period"]["firstAnswers"];
    assert_eq!((&answers["count"], &answers["withinHours"]), (&json!(0), &json!(true)), "{statistics}");
}

#[tokio::test]
async fn a_closed_day_is_closed_and_nothing_old_is_answered() {
    let (world, tenant) = shop().await;
    let wednesday = NOON + 46 * HOUR_MS;
    world.clock.advance(wednesday.since_ms(world.clock.now()));
    world.gateway.receive_at(tenant.tenant_id(), CUSTOMER, None, wednesday - 5 * MINUTE_MS).await;
    settled(&world, &tenant).await;
    assert_eq!(told(&world), 0, "it waited for a connection");
    assert_eq!(writes(&world, &tenant, wednesday).await, 1, "10:00 on a closed day");
}

/// What lies in the outbox, once something does.
async fn lies(world: &World, tenant: &Tenant) -> Vec<Value> {
    let look = async {
        loop {
            let outbox = world.get(&tenant.by_key(), &tenant.path("/outbox")).await.json();
            if let Some(items) = outbox["items"].as_array().filter(|items| !items.is_empty()) {
                return items.clone();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("nothing came into the outbox")
}

/// A shop whose answer to somebody was given to WhatsApp, which never said a word of it; gives back the answer's id.
async fn unconfirmed() -> (World, Tenant, String) {
    let (world, tenant) = shop().await;
    world.gateway.keep_silent(true);
    world.gateway.receive_at(tenant.tenant_id(), CUSTOMER, None, NOON).await;
    let id = lies(&world, &tenant).await[0]["id"].as_str().unwrap().to_owned();
    world.gateway.until_given(&id).await;
    (world, tenant, id)
}

#[tokio::test]
async fn a_restart_repeats_nothing() {
    let (world, tenant, id) = unconfirmed().await;
    world.gateway.keep_silent(false);
    let world = world.restart(|_| {}).await;
    world.until(&tenant, "connected").await;
    assert_eq!(writes(&world, &tenant, NOON + MINUTE_MS).await, 1, "told already");
    let sent = world.gateway.sent().into_iter().find(|sent| sent.to.user() == CUSTOMER).unwrap();
    assert_eq!(sent.id.as_str(), id, "one answer, under its id");
}

#[tokio::test]
async fn a_restart_answers_nothing_late() {
    let (world, tenant, id) = unconfirmed().await;
    world.gateway.keep_silent(false);
    world.clock.advance(24 * HOUR_MS);
    let world = world.restart(|_| {}).await;
    world.until(&tenant, "connected").await;
    // Behind it in its chat, so that whoever sends has come past it.
    let body = json!({ "to": CUSTOMER, "text": "de uma pessoa" });
    let person = world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.json()["id"].clone();
    world.gateway.until_given(person.as_str().unwrap()).await;
    assert_eq!(told(&world), 1, "the person's alone");
    let items = lies(&world, &tenant).await;
    let late = items.iter().find(|item| item["id"] == id).unwrap();
    assert_eq!((&late["state"], &late["failure"]), (&json!("dead"), &json!("no_answer")), "{late}");
}

#[tokio::test]
async fn what_could_not_leave_for_long_is_taken_back() {
    let (world, tenant) = shop().await;
    world.post(&tenant.by_key(), &tenant.path("/stop"), &json!({})).await;
    world.until(&tenant, "stopped").await;
    // What WhatsApp delivered last is stored, and the connection is gone.
    world.gateway.receive_at(tenant.tenant_id(), CUSTOMER, None, NOON).await;
    world.clock.advance(24 * HOUR_MS);
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    world.until(&tenant, "connected").await;
    settled(&world, &tenant).await;
    assert_eq!(told(&world), 0, "yesterday's message is not answered today");
    assert_eq!(chat(&world, &tenant).await["lastMessage"]["isAutomatic"], false);
    assert_eq!(writes(&world, &tenant, NOON + 24 * HOUR_MS).await, 1, "who writes again is told");
}

#[tokio::test]
async fn it_says_how_it_stands_and_tells_of_changes() {
    let (world, tenant) = shop().await;
    let path = tenant.path("/business-hours");
    let standing = world.get(&tenant.by_cookie(), &path).await.json();
    assert_eq!((&standing["isOpen"], &standing["changesAtMs"]), (&json!(false), &json!(NOON.0 + HOUR_MS)));
    assert_eq!(standing["hours"], hours());
    world.clock.advance(HOUR_MS);
    let standing = world.get(&tenant.by_cookie(), &path).await.json();
    assert_eq!((&standing["isOpen"], &standing["changesAtMs"]), (&json!(true), &json!(NOON.0 + 6 * HOUR_MS)));
    assert_eq!(world.ask(reqwest::Method::DELETE, &tenant.by_key(), &path, None, &[]).await.status, 204);
    let none = world.get(&tenant.by_key(), &path).await.json();
    assert_eq!(none, json!({ "hours": null, "isOpen": null, "changesAtMs": null }));
    let messages = world.get(&tenant.by_key(), &tenant.path("/automatic-messages")).await.json();
    assert_eq!(messages, away("Oi, {nome}! Fechamos em {data}. {numero}"));
    let events = world.get(&tenant.by_key(), &tenant.path("/events?after=0")).await.json();
    let told: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
    let of = |name: &str| told.iter().filter(|told| **told == name).count();
    assert_eq!((of("business_hours.changed"), of("automatic_messages.changed")), (2, 1));
}

#[tokio::test]
async fn what_is_wrong_is_named_and_changes_nothing() {
    let (world, tenant) = shop().await;
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut body = hours();
        change(&mut body);
        body
    };
    let span = |from: &str, to: &str| json!([{ "from": from, "to": to }]);
    for (body, field) in [
        (wrong(&|body| body["timeZone"] = "Mars/Olympus".into()), "timeZone"),
        (wrong(&|body| body["week"]["sunday"] = span("8h", "18:00")), "week.sunday.0"),
        (wrong(&|body| body["week"]["sunday"] = span("08:00", "24:00")), "week.sunday.0"),
        (wrong(&|body| body["week"]["saturday"] = span("01:00", "03:00")), "week.friday"),
        (wrong(&|body| body["closedDates"][0]["date"] = "20/01/2027".into()), "closedDates.0.date"),
        (wrong(&|body| body["closedDates"][0]["name"] = "x".repeat(61).into()), "closedDates.0.name"),
        (wrong(&|body| body["closedDates"][0]["name"] = "a\u{202E}b".into()), "closedDates.0.name"),
        (
            wrong(&|body| body["closedDates"] = json!([{ "date": "2027-01-20" }, { "date": "2027-01-20" }])),
            "closedDates.1.date",
        ),
    ] {
        let answer = world.post(&tenant.by_key(), &tenant.path("/business-hours"), &body).await;
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{body}");
    }
    let of_messages = |change: &dyn Fn(&mut Value)| {
        let mut body = away("x");
        change(&mut body);
        body
    };
    for (body, field) in [
        (of_messages(&|body| body["away"]["text"] = " \u{200B}".into()), "away.text"),
        (of_messages(&|body| body["away"]["text"] = "x".repeat(4_097).into()), "away.text"),
        (of_messages(&|body| body["away"]["againAfterHours"] = 0.into()), "away.againAfterHours"),
        (of_messages(&|body| body["away"]["againAfterHours"] = 169.into()), "away.againAfterHours"),
        (of_messages(&|body| body["greeting"]["isOn"] = true.into()), "greeting.text"),
    ] {
        let answer = world.post(&tenant.by_key(), &tenant.path("/automatic-messages"), &body).await;
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{body}");
    }
    assert_eq!(world.get(&tenant.by_key(), &tenant.path("/business-hours")).await.json()["hours"], hours());
}
