//! A tenant's figures through the API.

use portaria_domain::MessageStatus;
use serde_json::{Value, json};

use crate::world::{Answer, Tenant, World};

const NUMBER: &str = "5511900000001"; // invented
const ANA: &str = "5511900000002"; // invented
const MINUTE: i64 = 60_000;

async fn asked(world: &World, tenant: &Tenant, query: &str) -> Answer {
    world.get(&tenant.by_key(), &tenant.path(&format!("/statistics{query}"))).await
}

async fn told(world: &World, tenant: &Tenant, query: &str) -> Value {
    let answer = asked(world, tenant, query).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json()
}

/// Waits until a figure of the last days is as it should be.
async fn until(world: &World, tenant: &Tenant, figure: &str, value: &Value) {
    let look = async {
        while told(world, tenant, "").await.pointer(figure) != Some(value) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let seen = tokio::time::timeout(std::time::Duration::from_secs(10), look).await;
    assert!(seen.is_ok(), "{figure} never became {value}");
}

async fn listed(world: &World, tenant: &Tenant, query: &str) -> usize {
    let answer = world.get(&tenant.by_key(), &tenant.path(&format!("/chats?{query}"))).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json()["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_shops_days_are_told_in_figures_and_each_leads_to_its_chats() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "oi").await;
    world.gateway.receive(tenant.tenant_id(), ANA, "bom dia").await;
    // The scripted phone writes on the 14th of November 2023, behind 22:13:20 UTC.
    let span = "from=2023-11-14T22:30:00Z&to=2023-11-14T22:31:00Z";
    let figures = told(&world, &tenant, &format!("?{span}")).await;
    let hour = 1_699_999_200_000_i64;
    assert_eq!((&figures["fromMs"], &figures["toMs"]), (&json!(hour), &json!(hour + 60 * MINUTE)), "whole hours");
    assert_eq!(figures["keptSinceMs"], hour);
    assert_eq!(figures["hours"], json!([{ "atMs": hour, "received": 2, "sent": 0 }]));
    let period = &figures["period"];
    assert_eq!(
        (&period["received"], &period["activeChats"], &period["newContacts"]),
        (&json!(2), &json!(2), &json!(2))
    );
    assert_eq!(period["firstAnswers"], json!({ "count": 0, "medianMs": null, "withinHours": false }));
    assert_eq!(figures["before"]["received"], 0);
    assert_eq!(figures["now"]["unanswered"]["chats"], 2);
    assert!(figures["now"]["unanswered"]["oldestSinceMs"].as_i64().unwrap() < 1_700_000_100_000);
    let (from, to) = ("2023-11-14T22:00:00Z", "2023-11-14T23:00:00Z");
    for (link, chats) in [("active", 2), ("new", 2), ("failed", 0)] {
        assert_eq!(listed(&world, &tenant, &format!("{link}From={from}&{link}To={to}")).await, chats, "{link}");
    }
    assert_eq!(listed(&world, &tenant, &format!("activeFrom={to}&activeTo=2023-11-15T23:00:00Z")).await, 0);
    assert_eq!(listed(&world, &tenant, &format!("activeFrom={from}&activeTo={to}&limit=1")).await, 1);
    assert_eq!(listed(&world, &tenant, "show=waiting").await, 2);

    let answer = world.get(&tenant.by_cookie(), &tenant.path(&format!("/statistics/export?{span}"))).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(answer.text, "\u{FEFF}hour,received,sent\r\n2023-11-14T22:00:00Z,2,0\r\n");
}

#[tokio::test]
async fn what_is_sent_is_told_with_how_far_it_came_and_whom_it_answered() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "oi").await;
    let path = tenant.path(&format!("/chats/{}/send", tenant.chat));
    let sent = world.post(&tenant.by_key(), &path, &json!({ "text": "olá" })).await.json();
    let id = sent["id"].as_str().unwrap().to_owned();
    until(&world, &tenant, "/period/sent", &json!(1)).await;
    world.gateway.receipt(tenant.tenant_id(), &format!("{NUMBER}7"), &id, MessageStatus::Read).await;
    until(&world, &tenant, "/period/outgoing", &json!({ "sent": 1, "delivered": 1, "read": 1 })).await;
    let figures = told(&world, &tenant, "").await;
    assert_eq!(figures["period"]["firstAnswers"]["count"], 1);
    assert!(figures["period"]["firstAnswers"]["medianMs"].as_i64().unwrap() > 0);
    assert_eq!(figures["now"]["unanswered"], json!({ "chats": 0, "oldestSinceMs": null }));
    assert_eq!((&figures["period"]["activeChats"], &figures["period"]["newContacts"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn how_long_there_was_a_connection_is_told_whoever_ends_it() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "oi").await;
    let measured = async |world: &World| {
        let period = told(world, &tenant, "").await["period"].clone();
        let minutes = |figure: &str| period[figure].as_i64().unwrap() / MINUTE;
        (minutes("connectedMs"), minutes("measuredMs"))
    };
    world.clock.advance(30 * MINUTE);
    assert_eq!(measured(&world).await, (30, 30));
    world.post(&tenant.by_key(), &tenant.path("/stop"), &json!({})).await;
    world.until(&tenant, "stopped").await;
    world.clock.advance(60 * MINUTE);
    assert_eq!(measured(&world).await, (30, 30), "nobody wants it");
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    world.until(&tenant, "connected").await;
    world.clock.advance(20 * MINUTE);
    assert_eq!(measured(&world).await, (50, 50));

    // The server is away for an hour.
    let clock = std::sync::Arc::clone(&world.clock);
    let world = world.restart(move |_| clock.advance(60 * MINUTE)).await;
    world.until(&tenant, "connected").await;
    assert_eq!(measured(&world).await, (50, 110));
}

#[tokio::test]
async fn a_span_that_makes_no_sense_is_refused_by_name() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "oi").await;
    for (query, field) in [
        ("?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to"),
        ("?from=2025-01-01T00:00:00Z&to=2026-01-02T00:00:01Z", "to"),
        ("?from=2020-01-01T00:00:00Z", "from"),
        ("/export?from=2020-01-01T00:00:00Z", "from"),
    ] {
        let answer = asked(&world, &tenant, query).await;
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{query}: {}", answer.text);
    }
    for (query, field) in [
        ("activeFrom=2026-01-01T00:00:00Z", "activeTo"),
        ("newTo=2026-01-01T00:00:00Z", "newFrom"),
        ("failedFrom=2026-01-02T00:00:00Z&failedTo=2026-01-01T00:00:00Z", "failedTo"),
    ] {
        let answer = world.get(&tenant.by_key(), &tenant.path(&format!("/chats?{query}"))).await;
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{query}: {}", answer.text);
    }
    let figures = told(&world, &tenant, "?from=2026-06-01T03:00:00Z&to=2027-06-01T03:00:00Z").await;
    assert_eq!(figures["period"]["received"], 0, "a year that goes on is no mistake");
}

#[tokio::test]
async fn one_tenants_figures_say_nothing_of_anothers() {
    let world = World::start().await;
    let a = world.connected_tenant("Adega", NUMBER, "oi").await;
    let b = world.connected_tenant("Bistrô", "5511900000011", "oi").await; // invented
    world.gateway.receive(b.tenant_id(), ANA, "bom dia").await;
    let span = "?from=2023-11-14T00:00:00Z&to=2023-11-16T00:00:00Z";
    for (tenant, received) in [(&a, 1), (&b, 2)] {
        assert_eq!(told(&world, tenant, span).await["period"]["received"], received, "{}", tenant.name);
    }
    let crossed = world.get(&a.by_key(), &b.path(&format!("/statistics{span}"))).await;
    assert_eq!(crossed.status, 404);
}
